import { executionName, isTerminal, releaseId } from '#core/release/release.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { environmentIn, releaseIn } from './read-ledger.ts';
import { halfWay } from './truth.ts';

/** A freeze lasts up to twenty minutes beyond the healing, and a person comes by every twenty. */
const MOST_SWEEPS = 12;

/** L2, L7: so many sweeps after the healing, no stage is left half-way, and none is locked by one who is gone. */
export function recovery(facts: Facts): Check {
  const { config, measure, violate } = facts;
  let sweeps = 0;
  let last = 0;
  return {
    onSweepHealed() {
      sweeps += 1;
      const trouble = config.stages.flatMap(({ name }) => [...halfWay(facts, name), ...lockedByTheGone(facts, name)]);
      if (trouble.length === 0) return;
      last = sweeps;
      if (sweeps === MOST_SWEEPS) violate('L7', `after ${sweeps} sweeps: ${trouble.join('; ')}`);
    },
    atEnd: () => measure('L7 sweeps after the healing until no stage is half-way or locked by the gone', last),
  };
}

function lockedByTheGone({ ledger, executions }: Facts, stage: string): string[] {
  const environment = environmentIn(ledger, stage);
  const number = environment?.holder?.release;
  if (number === undefined || environment?.hold?.kind === 'rollback-failed') return [];
  const release = releaseIn(ledger, releaseId({ service: SERVICE, number }));
  if (!release) return [`${stage} is locked by nobody that is known`];
  const name = executionName(release);
  const isDriven = [...executions].some(
    ([own, status]) => (own === name || own.startsWith(`${name}-`)) && status === 'RUNNING',
  );
  return isTerminal(release.state) || !isDriven ? [`${stage} is locked by ${release.state} #${number}`] : [];
}
