import { describe, expect, it } from 'vitest';
import type { Command } from '#core/commands/command.ts';
import { COMMAND_KINDS } from '#core/config/schema.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create } from '#core/ledger/record.ts';
import type { Change, Key } from '#core/ports/table.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { image, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { aStage, TARGET } from '#test/fixtures/stage-plan.ts';
import { deployed, released } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

type Kind = (typeof COMMAND_KINDS)[number];
const PLACE = { service: 'hello', stage: 'production' };
const RELEASE = { release: 'hello#7' };

/** Production has had #5 and #6, and #7 waits for it; what a command needs to be carried out is there besides. */
const READY: Record<Kind, (bench: ObeyBench) => Promise<Command>> = {
  deploy: async () => ({ kind: 'deploy', service: 'hello', sha: '9'.repeat(40) }),
  approve: async () => ({ kind: 'approve', ...RELEASE, stage: 'production' }),
  reject: async () => ({ kind: 'reject', ...RELEASE, stage: 'production' }),
  cancel: async () => ({ kind: 'cancel', ...RELEASE }),
  rollback: async () => ({ kind: 'rollback', ...PLACE }),
  async resume(bench) {
    const environment = await bench.environment();
    const hold = { kind: 'rollback', release: 6, reason: 'bad', since: NOON };
    await bench.ports.table.write([change(environment, { ...environment, hold })]);
    return { kind: 'resume', ...PLACE };
  },
  async adopt(bench) {
    const found = await bench.ports.fleet.deployByHand(TARGET, image('9'));
    return { kind: 'adopt', ...PLACE, revisions: [sayRevision(found)] };
  },
  async 'fix-forward'(bench) {
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    return { kind: 'fix-forward', ...PLACE };
  },
  freeze: async () => ({ kind: 'freeze', ...PLACE }),
  async unfreeze(bench) {
    const freeze = { ...PLACE, by: 'zoe', reason: 'x', at: NOON };
    await bench.ports.table.write([create(keys.freeze('hello', 'production'), freeze)]);
    return { kind: 'unfreeze', ...PLACE };
  },
  emergency: async () => ({ kind: 'emergency', ...RELEASE }),
  async pardon(bench) {
    const quarantine = {
      service: 'hello',
      sha: '4'.repeat(40),
      release: 5,
      stage: 'production',
      reason: 'x',
      at: NOON,
    };
    await bench.ports.table.write([create(keys.quarantine('hello', quarantine.sha), quarantine)]);
    return { kind: 'pardon', service: 'hello', sha: quarantine.sha };
  },
};
const stage = aStage({ approval: { from: 2, authorMayApprove: false, within: 60 * MINUTE } });

async function open(kind: Kind): Promise<{ bench: ObeyBench; command: Command }> {
  const may = { everything: ['zoe'], [kind]: ['amy'] };
  const bench = await openObeyBench({ may, production: { approval: { from: 2, within: '1h' } } });
  for (const number of [5, 6]) await released(bench, number);
  await bench.accept(7, 'WAITING', { author: 'zed', pusher: 'zed' });
  await bench.plan(7);
  await bench.enter(7, stage);
  return { bench, command: await READY[kind](bench) };
}

/** The same order, with what it wrote. */
async function watched(bench: ObeyBench, command: Command, said: Parameters<ObeyBench['obey']>[1] = {}) {
  const written: Key[] = [];
  const table: ObeyBench['ports']['table'] = {
    ...bench.ports.table,
    async write(changes) {
      const isWritten = await bench.ports.table.write(changes);
      if (isWritten) written.push(...changes.filter((each) => !('check' in each)).map(keyOf));
      return isWritten;
    },
  };
  const answer = await bench.obey(command, said, { table });
  const effects = written.filter(({ pk }) => !/^(COMMANDS?|WAIT)#/.test(pk));
  return { answer, effects, records: written.filter(({ pk }) => /^COMMANDS?#/.test(pk)) };
}

const keyOf = (each: Change): Key => ('put' in each ? each.put : 'remove' in each ? each.remove : each.check);

describe.each(COMMAND_KINDS)('%s', (kind) => {
  it('has an effect, once, and a record', async () => {
    const { bench, command } = await open(kind);
    const first = await watched(bench, command, { id: 'one' });
    expect(first.answer).toMatchObject({ done: true, isRepeat: false });
    expect(first.effects).not.toEqual([]);
    expect(first.records).toHaveLength(2);
    const again = await watched(bench, command, { id: 'one' });
    expect(again).toEqual({ answer: { ...first.answer, isRepeat: true }, effects: [], records: [] });
  });

  it('has its effect once when two people ask at the same moment, or says what the second one did', async () => {
    const { bench, command } = await open(kind);
    const [one, two] = await Promise.all([bench.obey(command), bench.obey(command)]);
    // To freeze what is frozen, or to let pass what passes, puts the new reason in place of the old.
    const twice = ['freeze', 'fix-forward'];
    expect([one?.done, two?.done].filter(Boolean)).toHaveLength(twice.includes(kind) ? 2 : 1);
    expect(await bench.records()).toHaveLength(2);
  });

  it('changes nothing for somebody who may everything but this, and is recorded (S14)', async () => {
    const { bench, command } = await open(kind);
    const { answer, effects, records } = await watched(bench, command, { by: 'zoe' });
    expect(answer).toMatchObject({ done: false, message: `zoe may not ${kind} in hello: amy may` });
    expect(effects).toEqual([]);
    expect(records).toHaveLength(2);
  });

  it('changes nothing when it is refused, whatever the release and the stage are doing', async () => {
    for (const disturb of [
      async () => undefined,
      async (bench: ObeyBench) => void (await bench.obey({ kind: 'cancel', ...RELEASE }, { by: 'amy' })),
      async (bench: ObeyBench) => void (await bench.obey({ kind: 'freeze' }, { by: 'zoe' })),
      async (bench: ObeyBench) => void (await deployed(bench, 8, stage).catch(() => undefined)),
    ]) {
      const { bench, command } = await open(kind);
      await disturb(bench);
      await bench.obey(command);
      const { answer, effects, records } = await watched(bench, command);
      expect(records).toHaveLength(2);
      expect(effects.length > 0).toBe(answer.done);
    }
  });
});
