import { isTerminal, releaseId } from '#core/release/release.ts';
import type { Ledger } from '../aws/observed-table.ts';
import { releasesIn } from '../invariants/read-ledger.ts';
import type { Sim } from '../sim.ts';
import type { PersonActKind } from '../story/act-kinds.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Act } from '../story/story.ts';
import type { Given } from './give-orders.ts';

interface Office {
  sim: Sim;
  ledger: Ledger;
  give(command: Given, by?: string, times?: number): Promise<unknown>;
}

/** Amy wrote what is released, and may not approve it. */
const PERSONS = ['bob', 'carol', 'dave', 'amy'] as const;

/** Gives the order, in some cases twice; nothing when there is nothing that it could be about. */
export async function actAsPerson({ sim, ledger, give }: Office, kind: PersonActKind, act: Act): Promise<void> {
  const command = commandOf(ledger, kind, act, sim.clock.now());
  if (!command) return;
  const by = PERSONS[act.ms % PERSONS.length] ?? 'bob';
  sim.chronicle.tell(`${by} orders: ${kind} ${command['release'] ?? act.stage}`);
  const answer = (await give(command, by, act.ms % 5 === 0 ? 2 : 1)) as { message?: string } | undefined;
  sim.chronicle.tell(`the answer to ${by}: ${answer?.message}`);
}

function commandOf(ledger: Ledger, kind: PersonActKind, { stage, ms }: Act, now: number): Given | undefined {
  const all = releasesIn(ledger);
  const going = all.filter(({ state }) => !isTerminal(state));
  const waiting = going.find((release) => release.state === 'WAITING' && release.stage === stage);
  // In some cases about one that has ended, as from an old message.
  const any = (ms % 7 === 0 ? all : going)[ms % Math.max(1, going.length)];
  switch (kind) {
    case 'approve':
    case 'reject':
      return ((it) => it && { kind, release: releaseId(it), stage })(waiting ?? any);
    case 'cancel':
    case 'emergency':
      return any && { kind, release: releaseId(any) };
    case 'roll back':
      return { kind: 'rollback', service: SERVICE, stage };
    case 'freeze':
      return { kind, service: SERVICE, ...(ms % 2 ? { stage } : {}), ...(ms % 3 ? { until: now + ms } : {}) };
    case 'unfreeze':
      return { kind, service: SERVICE, ...(ms % 2 ? { stage } : {}) };
    case 'pardon':
      return ((it) => it && { kind, service: SERVICE, sha: it.sha })(all.findLast((r) => r.state === 'ROLLED_BACK'));
    case 'deploy':
      return ((it) => it && { kind, service: SERVICE, sha: it.sha })(all[ms % Math.max(1, all.length)]);
    default:
      return kind satisfies never;
  }
}
