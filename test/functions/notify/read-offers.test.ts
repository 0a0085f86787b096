import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Blocker } from '#core/admission/blockers.ts';
import type { CommandKind } from '#core/config/schema.ts';
import type { ConfigItem, Environment, Hold, Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Key } from '#core/ports/table.ts';
import { ONGOING, type ReleaseState, TERMINAL } from '#core/release/release.ts';
import { readOffers } from '#functions/notify/read-offers.ts';
import { aCurrent, aHolder, digest, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

interface Story {
  state: ReleaseState;
  stage: 'staging' | 'production' | undefined;
  isTurn: boolean;
  /** The release that is current in each stage. */
  current: { staging: 6 | 7 | undefined; production: 6 | 7 | undefined };
  hold: Pick<Hold, 'kind' | 'release' | 'turn'> | undefined;
  holder: { release: number; leaseUntil: number } | undefined;
  run: Partial<Run>;
  /** Who has reached production. */
  arrived: number;
}

const GOES_TO = aCurrent({ release: 5, sha: '5'.repeat(40) });
const may = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
const run = fc.record(
  {
    arrivedAt: fc.constantFrom(NOON, NOON - 120 * MINUTE),
    enteredAt: fc.constant(NOON),
    rollbackTo: fc.constant(GOES_TO),
    rejected: fc.constant({ by: 'zoe', reason: 'no', at: NOON }),
    verdict: fc.constantFrom(
      { kind: 'unhealthy', reason: 'bad', at: NOON },
      { kind: 'healthy', reason: 'ok', at: NOON },
    ),
    rollback: fc.constant({ reason: 'bad', at: NOON }),
    migration: fc.boolean().map((reversible) => ({ startedAt: NOON, taskDefinition: 'm:1', reversible })),
    blockers: fc.constant<Blocker[]>([{ kind: 'alarm', name: 'errors', state: 'ALARM', reason: '' }]),
  },
  { requiredKeys: ['arrivedAt'] },
);
const hold = fc.record({
  kind: fc.constantFrom('rollback', 'inconclusive', 'rollback-failed', 'no-rollback-target', 'irreversible'),
  release: fc.constantFrom(6, 7),
  turn: may(7 as const),
});
const story = fc.record({
  state: fc.oneof(fc.constantFrom(...ONGOING, ...TERMINAL), fc.constantFrom('WAITING', 'BAKING', 'SUCCEEDED')),
  stage: fc.constantFrom('staging', 'production', undefined),
  isTurn: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  current: fc.record({ staging: may(6, 7), production: may(6, 7, 7) }),
  hold: fc.option(hold, { nil: undefined }),
  holder: fc.option(
    fc.record({ release: fc.constantFrom(7, 8), leaseUntil: fc.constantFrom(NOON - 1, NOON + MINUTE) }),
    { nil: undefined },
  ),
  run,
  arrived: fc.constantFrom(7, 7, 8),
}) as fc.Arbitrary<Story>;

const goesTo = (first: string) => ({ ...GOES_TO, taskDefinitions: { hello: first } });
const currentOf = (number: 6 | 7) =>
  aCurrent({ release: number, sha: String(number).repeat(40), digest: digest(String(number)) });

/** A ledger that stands like this, about hello#7; the alarm is red. */
async function worldOf(told: Story) {
  const production = { approval: { from: 2, within: '1h' }, bake: { for: '10m', alarms: ['errors'] } };
  const bench = await openObeyBench({ production });
  const { alarms, table } = bench.ports;
  alarms.set('errors', 'ALARM', NOON);
  const { state, stage, isTurn } = told;
  await bench.accept(5, 'SUCCEEDED');
  await bench.accept(6, 'SUCCEEDED');
  const turnsBack = { stage: stage ?? 'production', goesTo: goesTo(bench.first), by: 'amy', reason: 'slow' };
  await bench.accept(7, state, { reason: 'why', ...(stage ? { stage } : {}), ...(isTurn ? { turnsBack } : {}) });
  await bench.accept(8);
  await bench.plan(7);
  for (const name of ['staging', 'production'] as const)
    await table.write([
      create(keys.environment('hello', name), environmentOf(told, name)),
      create(keys.healthy('hello', name, 5), goesTo(bench.first)),
      ...(stage === 'production' || stage === name ? [create(keys.run('hello#7', name), runOf(told, name))] : []),
    ]);
  const config = (await table.read(keys.config(42, 'hello'))) as Stored<ConfigItem> | undefined;
  if (!config) throw new Error('It was just configured.');
  return { bench, offers: await readOffers(bench.ports, await bench.release(7), config.config) };
}

function environmentOf({ current, hold, holder, arrived }: Story, stage: 'staging' | 'production'): Environment {
  const number = current[stage];
  return {
    ...{ service: 'hello', stage, fence: 1, arrived },
    ...(number ? { current: currentOf(number) } : {}),
    ...(hold ? { hold: { ...hold, reason: 'bad', since: NOON } } : {}),
    ...(holder ? { holder: aHolder(holder) } : {}),
  };
}

/** Only production has alarms. */
const runOf = ({ run: { blockers = [], ...rest } }: Story, stage: 'staging' | 'production'): Run => ({
  ...{ release: 'hello#7', stage, arrivedAt: NOON },
  ...rest,
  blockers: stage === 'production' ? blockers : [],
});

const AT_WORK: ReleaseState[] = ['DEPLOYING', 'VERIFYING', 'BAKING', 'ROLLING_BACK', 'CANCELLING'];
/** A release that is at work has entered the stage where it is; a rollback by hand never becomes current itself. */
const isPossible = ({ state, stage, isTurn, current, run: { enteredAt } }: Story): boolean =>
  (!AT_WORK.includes(state) || (stage !== undefined && enteredAt !== undefined)) &&
  !(isTurn && (current.staging === 7 || current.production === 7));

it('whatever is offered is obeyed when it is pressed at once, and refused when it is pressed twice', async () => {
  const pressed = new Map<CommandKind, number>();
  await fc.assert(
    fc.asyncProperty(story.filter(isPossible), async (told) => {
      for (const { command } of (await worldOf(told)).offers) {
        const { bench, offers } = await worldOf(told);
        const offer = offers.find((each) => each.command.kind === command.kind);
        const press = { by: 'T001/U002', via: 'slack' as const, seen: offer?.seen as Record<string, unknown> };
        expect(await bench.obey(offer?.command ?? {}, press)).toMatchObject({ done: true });
        // Said twice it lets the same alarms pass: nothing more is done.
        if (command.kind !== 'fix-forward')
          expect(await bench.obey(offer?.command ?? {}, press)).toMatchObject({ done: false });
        pressed.set(command.kind, (pressed.get(command.kind) ?? 0) + 1);
      }
    }),
    { numRuns: 400, seed: 7 },
  );
  expect([...pressed.keys()].sort()).toEqual(['approve', 'cancel', 'fix-forward', 'reject', 'resume', 'rollback']);
}, 60_000);

it('offers to take the stage before back while the release waits for the next one, and reads five items for all of it', async () => {
  const { bench } = await worldOf({
    ...{ state: 'WAITING', stage: 'production', isTurn: false, hold: undefined, holder: undefined, arrived: 7 },
    current: { staging: 7, production: 6 },
    run: { arrivedAt: NOON, rollbackTo: GOES_TO },
  });
  const read: string[] = [];
  const { table } = bench.ports;
  const counting = {
    ...table,
    read: (key: Key) => {
      read.push(key.sk);
      return table.read(key);
    },
  };
  const { config } = (await table.read(keys.config(42, 'hello'))) as Stored<ConfigItem>;
  const offers = await readOffers({ table: counting, now: bench.ports.now }, await bench.release(7), config);
  expect(offers.map(({ command }) => command)).toContainEqual({
    kind: 'rollback',
    service: 'hello',
    stage: 'staging',
    to: 5,
  });
  expect(read.sort()).toEqual(['PLAN', 'RUN#production', 'RUN#staging', 'STAGE#production', 'STAGE#staging']);
});
