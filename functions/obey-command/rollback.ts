import type { CommandOf } from '#core/commands/command.ts';
import { isAtWork } from '#core/commands/is-at-work.ts';
import { chooseTarget, whyIrreversible } from '#core/commands/judge-rollback.ts';
import { makeTurn } from '#core/commands/make-turn.ts';
import type { Environment, Hold, ServiceHead, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, create, put } from '#core/ledger/record.ts';
import type { Change } from '#core/ports/table.ts';
import type { Current } from '#core/release/current.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { keepsLock } from '#core/rollback/keeps-lock.ts';
import { cancelRelease } from './cancel.ts';
import { findSameTurn } from './find-same-turn.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';
import { findEnvironment, findRelease, noEnvironment } from './read-about.ts';
import { readHealthy } from './read-healthy.ts';
import { runsSince } from './runs-since.ts';
import { whyUnusable } from './why-unusable.ts';

type Rollback = OrderContext<CommandOf<'rollback'>>;

/**
 * Takes a stage back: to what was healthy there before, by a new release; or, when a release is at work there and nothing else is
 * named, by cancelling that.
 */
export async function rollback(ports: ObeyPorts, order: Rollback): Promise<Decided> {
  const { service, stage, to } = order.command;
  const environment = await findEnvironment(ports.table, service, stage);
  if (!environment) return noEnvironment(service, stage);
  const { holder, current } = environment;
  if (holder && keepsLock(environment))
    return {
      refused: `${service}#${holder.release} could not be rolled back and keeps the lock of ${stage}: look at it, then run \`bakewatch resume\``,
    };
  const working = holder && isAtWork(environment, order.at) ? holder.release : undefined;
  const stopped = working === undefined ? undefined : await stopWorking(ports, order, working);
  if (stopped && (to === undefined || to === current?.release)) return stopped;
  return turn(ports, order, environment, stopped);
}

/** Undefined: whoever has the lock has ended, or cannot have been what a person means. */
async function stopWorking(ports: ObeyPorts, order: Rollback, number: number): Promise<Decided | undefined> {
  const release = await findRelease(ports.table, releaseId({ service: order.command.service, number }));
  if (!release || isTerminal(release.state)) return undefined;
  return cancelRelease(ports, order, release);
}

/** A new release, which waits for the lock like any other. */
async function turn(
  ports: ObeyPorts,
  order: Rollback,
  environment: Stored<Environment>,
  stopped: Decided | undefined,
): Promise<Decided> {
  const { service, stage, to } = order.command;
  const stuck = await findStuck(ports, environment);
  const known = await readHealthy(ports.table, environment, to);
  const chosen = chooseTarget({ environment, to, isStuck: stuck !== undefined, ...known });
  if (chosen.refused !== undefined) return chosen;
  const goesTo = chosen.effect;
  const same = await findSameTurn(ports.table, order.command, goesTo.release);
  if (same) return { refused: `${same} takes ${stage} back to ${service}#${goesTo.release} already` };
  const refused =
    (await whyUnusable(ports, order.services[0]?.config, stage, { service, goesTo })) ??
    (await whyTooOld(ports, order, goesTo));
  if (refused) return { refused };
  const from = stuck ? { release: stuck.number, sha: stuck.sha } : environment.current;
  const { changes, id, number } = await makeRelease(ports, order, { from, goesTo, after: lastForward(environment) });
  const cancelled = stopped && stopped.refused === undefined ? stopped : undefined;
  const first = cancelled ? `; ${cancelled.message}` : '';
  return {
    changes: [
      ...changes,
      ...(cancelled?.changes ?? []),
      // Whatever becomes current meanwhile, and whoever enters, makes this another decision; and nobody goes forward before it is done.
      change(environment, { ...environment, hold: { ...holdUntilBack(environment, order, from), turn: number } }),
    ],
    wakes: [wakeKeys.stage(service, stage)],
    message: `${id} takes ${stage} back to ${service}#${goesTo.release}${first}`,
    made: id,
  };
}

const lastForward = ({ touched = 0, current }: Environment): number => Math.max(touched, current?.release ?? 0);

const holdUntilBack = (
  { hold }: Environment,
  { by, reason, at }: Rollback,
  from: Pick<Current, 'release' | 'sha'> | undefined,
): Hold =>
  hold && hold.kind !== 'inconclusive'
    ? hold
    : {
        kind: 'rollback',
        release: from?.release ?? 0,
        ...(from ? { sha: from.sha } : {}),
        reason: `${by} takes it back: ${reason}`,
        since: at,
      };

/** The release that went forward there last, when it could not be taken back: it may run there still, whatever is current. */
async function findStuck(
  { table }: ObeyPorts,
  { service, touched, current }: Environment,
): Promise<StoredRelease | undefined> {
  if (touched === undefined || touched === current?.release) return undefined;
  const release = await findRelease(table, releaseId({ service, number: touched }));
  return release?.state === 'ROLLBACK_FAILED' ? release : undefined;
}

async function whyTooOld({ table }: ObeyPorts, { command }: Rollback, goesTo: Current): Promise<string | undefined> {
  if (command.despiteMigration) return undefined;
  const { service, stage } = command;
  return whyIrreversible(`${service}#${goesTo.release}`, await runsSince(table, { service, stage }, goesTo.release));
}

async function makeRelease(
  { table }: ObeyPorts,
  { command: { service, stage }, by, reason, at }: Rollback,
  { from, goesTo, after }: { from: Pick<Current, 'release' | 'sha'> | undefined; goesTo: Current; after: number },
): Promise<{ changes: Change[]; id: string; number: number }> {
  const head = (await table.read(keys.head(service))) as Stored<ServiceHead> | undefined;
  const model = await findRelease(table, releaseId({ service, number: goesTo.release }));
  if (!(head && model && from))
    throw new Error(`The ledger has no ${service}#${goesTo.release}, which it calls healthy.`);
  const number = head.lastNumber + 1;
  const { release, event } = makeTurn({ number, stage, goesTo, model, from, after, by, reason, at });
  return {
    id: event.release,
    number,
    changes: [
      put(keys.head(service), head, { ...head, lastNumber: number }),
      create(keys.release(service, number), release),
      create(keys.event(event.release, 1), event),
    ],
  };
}
