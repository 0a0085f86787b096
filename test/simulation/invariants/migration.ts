import type { Run } from '#core/ledger/items.ts';
import { sayRevision } from '#core/words/say-time.ts';
import type { Check, Facts } from './facts.ts';
import { releaseIn, runIn } from './read-ledger.ts';

/** A migration runs at most once per release, is over before any traffic, and what cannot be undone is not rolled back by itself. */
export function migration({ ledger, world, config, violate }: Facts): Check {
  const rule = config.stages.find(({ name }) => name === 'production')?.migrate;
  const ranOf = ({ migration: begun }: Run) =>
    world.migrations.ran.filter(({ taskDefinition }) => taskDefinition === begun?.taskDefinition);
  return {
    onMutation({ by, kind }) {
      const [id = '', stage = ''] = by?.subject.split('/') ?? [];
      const run = runIn(ledger, id, stage);
      if (!(rule && run && stage === 'production')) return;
      const isForward = by?.name === 'start-deployment' && kind === 'deploy';
      if (isForward && !ranOf(run).some(({ doneAt }) => doneAt !== undefined))
        violate('S6', `${id} is deployed before its migration is done`);
      if (by?.name === 'start-rollback' && !rule.reversible && !releaseIn(ledger, id)?.turnsBack)
        violate('S10', `${id} is rolled back over a migration that cannot be undone`);
    },
    atEnd() {
      const begun = world.migrations.ran.map(({ taskDefinition }) => taskDefinition);
      const twice = begun.find((each, i) => begun.indexOf(each) !== i);
      if (twice) violate('S2', `the migration ${sayRevision(twice)} ran twice`);
    },
  };
}
