import type { Environment, Run, ServiceHead, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { releaseId } from '#core/release/release.ts';
import type { ItemChange } from '../aws/observed-table.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isEnvironment, isRun, releaseIn } from './read-ledger.ts';

/** Looks at a gate come five minutes apart; where a call of theirs was frozen or lost, later. */
const LATE_MS = 10 * 60_000;
const VERY_LATE_MS = 60 * 60_000;

/** S4, S6, S8: who gets a stage's lock finds it open, is the newest there, and has read every alarm as OK. */
export function gate(facts: Facts): Check {
  return {
    onCommit(changes) {
      for (const change of changesOf<Stored<Environment>>(changes, isEnvironment))
        if (change.after?.holder && change.after.holder.fence !== change.before?.holder?.fence)
          checkEntry(facts, change, changes);
    },
  };
}

function checkEntry(facts: Facts, { before, after }: Changed<Stored<Environment>>, changes: ItemChange[]): void {
  const { ledger, violate } = facts;
  if (!after?.holder) return;
  const { release: number, fence } = after.holder;
  const id = releaseId({ service: SERVICE, number });
  if (fence <= (before?.fence ?? 0) || fence !== after.fence)
    violate('S4', `${id} gets ${after.stage} with fence ${fence}, after ${before?.fence}`);
  const run = changesOf<Stored<Run>>(changes, isRun).find((change) => change.after?.release === id);
  const release = releaseIn(ledger, id);
  // A way back asks nobody, and whoever settles has entered before.
  if (!release || release.turnsBack || !run?.after?.baseline || run.before?.enteredAt !== undefined) return;
  if (after.arrived > number) violate('S6', `${id} enters ${after.stage}, which #${after.arrived} has reached`);
  checkBranch(facts, id, number);
  const { hold } = before ?? {};
  const isMended = facts.setup.resumeOnRevert && hold?.kind === 'rollback' && release.reverts?.includes(hold.sha ?? '');
  if (hold && !isMended) violate('S6', `${id} enters ${after.stage}, which is held (${hold.kind})`);
  const late = isLate(facts, id) ? VERY_LATE_MS : LATE_MS;
  if (facts.sim.clock.now() > run.after.arrivedAt + facts.setup.waitAtMostMs + late)
    violate('S6', `${id} enters ${after.stage} long after it may have waited`);
  checkAlarms(facts, id, before, run.after);
}

const isLate = ({ sim }: Facts, id: string): boolean =>
  Object.keys(sim.plan.injected()).some((place) => place.includes(`enter-stage ${id}/`));

/** W15: a deleted branch releases nothing; unless the gate was looked at before, and something of that look was late. */
function checkBranch(facts: Facts, id: string, number: number): void {
  const { ledger, violate } = facts;
  const { supersededUpTo } = (ledger.get(keys.head(SERVICE)) ?? {}) as Partial<ServiceHead>;
  if (!supersededUpTo || supersededUpTo.number < number) return;
  if (isLate(facts, id)) return;
  violate('S6', `${id} enters a stage, though ${supersededUpTo.reason}`);
}

/** What the baseline says was read is what was true at that moment: each alarm's last change until then was to OK. */
function checkAlarms(
  { config, world, violate }: Facts,
  id: string,
  before: Environment | undefined,
  { stage, baseline = {} }: Run,
): void {
  const rule = config.stages.find(({ name }) => name === stage)?.bake;
  for (const alarm of rule?.alarms ?? []) {
    const read = baseline[alarm];
    if (!read) violate('S8', `${id} enters ${stage} without having read ${alarm}`);
    const state = world.monitoring.moves.findLast(({ name, at }) => name === alarm && at === read?.changedAt)?.to;
    const isLetPass = state === 'ALARM' && before?.fixForward?.alarms.includes(alarm);
    if (state !== undefined && state !== 'OK' && !isLetPass)
      violate('S8', `${id} enters ${stage} while ${alarm} is ${state}`);
  }
}
