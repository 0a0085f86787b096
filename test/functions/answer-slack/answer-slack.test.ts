import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import type { Explanation } from '#core/explain/explanation.ts';
import type { Question } from '#core/ports/questions.ts';
import { sayMoment } from '#core/words/say-time.ts';
import { answerSlack } from '#functions/answer-slack/answer-slack.ts';
import { sayExplanation } from '#functions/answer-slack/say-explanation.ts';
import { sayStatus } from '#functions/answer-slack/say-status.ts';
import { explainCommit } from '#functions/explain-commit/explain-commit.ts';
import { obeyCommand } from '#functions/obey-command/obey-command.ts';
import type { Answer } from '#functions/steps/slack/answer.ts';
import { blockMistakes } from '#local/slack/block-limits.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';
import { holds } from '#test/properties/holds.ts';
import type { Overview } from '#views/views.ts';

const URL = 'https://hooks.slack.com/commands/T012HOME/1/x';
const textsOf = ({ blocks }: Answer): string[] =>
  [...JSON.stringify(blocks).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => JSON.parse(`"${text}"`));

describe('what somebody typed in Slack', () => {
  let bench: ObeyBench;
  let said: { url: string; message: Answer }[];
  beforeEach(async () => {
    bench = await openObeyBench({ people: { amy: { slack: 'T012HOME/U012AMY' } }, may: { freeze: ['amy'] } });
    said = [];
  });
  const ask = async (asked: Question['asked']): Promise<string[]> => {
    const { table, now } = bench.ports;
    const desk = {
      obey: (order: unknown) => obeyCommand({ ...bench.ports, builds: bench.builds }, order),
      explain: (about: string) => explainCommit({ table, now, sourceHost: memorySourceHost() }, { asked: about }),
    };
    const replies = {
      say: async (url: string, message: Answer) => {
        said.push({ url, message });
        return 'said' as const;
      },
    };
    await answerSlack({ table, now, desk, replies }, { responseUrl: URL, asked });
    const last = said.at(-1);
    expect(last?.url).toBe(URL);
    expect(blockMistakes(last?.message.blocks)).toEqual([]);
    return textsOf(last?.message as Answer);
  };
  const order = (by: string, id = 'one') => ({
    kind: 'order' as const,
    order: {
      id,
      by: { via: 'slack' as const, id: by },
      reason: 'the fair',
      command: { kind: 'freeze' as const, service: 'hello', stage: 'production', until: NOON + 7_200_000 },
    },
  });

  it('status: what runs where since when, what waits and why, and freezes', async () => {
    await bench.accept(7, 'WAITING', { stage: 'production', reason: 'waits for its approval <!channel>' });
    await bench.obey({ kind: 'freeze', service: 'hello' }, { by: 'amy', reason: 'the fair' });
    const texts = await ask({ kind: 'status' });
    expect(texts[0]).toBe(':snowflake: freeze hello: by amy just now, the fair');
    expect(texts[1]).toContain('*hello*  acme/hello');
    expect(texts[1]).toContain('• *staging*  nothing yet');
    expect(texts[1]).toContain('hello#7 waiting for production: waits for its approval &lt;!channel&gt;');
    expect(texts[2]).toBe('what brings it on: ask for `why hello#7`');
  });

  it('status of a service that there is not: which there are', async () => {
    expect(await ask({ kind: 'status', service: 'helo' })).toEqual(['There is no service helo: there are hello.']);
  });

  it('why: the sentences of the explanation, and how to ask when it cannot be answered', async () => {
    await bench.accept(7, 'WAITING', { stage: 'production', reason: 'waits for its approval' });
    const texts = await ask({ kind: 'why', asked: 'hello#7' });
    expect(texts[0]).toContain('hello#7 (7777777)');
    expect(texts.join('\n')).toContain('*production*');
    expect(await ask({ kind: 'why', asked: 'hello#9' })).toEqual([
      'There is no release hello#9: the newest of hello is hello#7.',
    ]);
  });

  it('freeze: obeyed by who may at that moment, and she is told; once, however often it is tried', async () => {
    expect(await ask(order('T012HOME/U012AMY'))).toEqual([
      `Done: hello production is frozen until ${sayMoment(NOON + 7_200_000)}`,
    ]);
    await ask(order('T012HOME/U012AMY'));
    expect(await bench.records()).toHaveLength(1);
  });

  it('freeze by who may not: refused, by name, and nothing is frozen', async () => {
    expect(await ask(order('T012HOME/U012ZOE'))).toEqual([
      'Refused, and nothing was changed: slack:T012HOME/U012ZOE may not freeze in hello: amy may',
    ]);
    expect(await bench.records()).toMatchObject([{ isDone: false }]);
  });

  it('throws when nobody answers, so that it is tried again', async () => {
    const { table, now } = bench.ports;
    const away = () => Promise.reject(new Error('explain-commit broke off'));
    const ports = { table, now, desk: { obey: away, explain: away }, replies: { say: async () => 'said' as const } };
    const asked = { kind: 'why' as const, asked: 'hello#7' };
    await expect(answerSlack(ports, { responseUrl: URL, asked })).rejects.toThrow('broke off');
  });
});

describe("Slack's limits", { timeout: 60_000 }, () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.constantFrom('<!channel>', '&<>'.repeat(400), 'x'.repeat(4_000), '"\\'.repeat(1_000), '', '\u202e'),
  );
  const many = <T>(each: fc.Arbitrary<T>) => fc.array(each, { maxLength: 6 });
  const isTaken = ({ text, blocks }: Answer): boolean => {
    expect(blockMistakes(blocks)).toEqual([]);
    const all = JSON.stringify(blocks);
    return all.length <= 13_200 && text.length <= 3_000 && !all.includes('<!channel>');
  };

  it('hold for every status, of however many services, with however long reasons', () => {
    const stage = fc.record({
      name: hostile,
      hold: fc.record({ reason: hostile, kind: fc.constant('rollback'), release: fc.nat(), since: fc.nat() }),
      waiting: fc.constant([]),
    });
    const row = fc.record({
      service: fc.constant('hello'),
      number: fc.nat(),
      state: fc.constantFrom('WAITING', 'BAKING', 'SUCCEEDED'),
      reason: hostile,
    });
    const service = fc.record({ name: hostile, repository: hostile, stages: many(stage), releases: many(row) });
    const freeze = fc.record({ by: hostile, reason: hostile, at: fc.nat() });
    holds(fc.tuple(many(service), many(freeze)), ([services, freezes]) =>
      isTaken(sayStatus({ now: NOON, services, freezes } as unknown as Overview)),
    );
  });

  it('hold for every explanation', () => {
    const way = fc.record({ what: hostile, command: hostile });
    const stage = fc.record({ kind: fc.constantFrom('there', 'never', 'waiting'), stage: hostile, sentence: hostile });
    const service = fc.record({ service: hostile, sentence: hostile, stages: many(stage), next: many(way) });
    const explanation = fc.record({
      headline: hostile,
      sha: hostile,
      subject: hostile,
      services: many(service),
      next: many(way),
      unanswered: many(hostile),
    });
    holds(explanation, (given) => isTaken(sayExplanation(given as unknown as Explanation)));
  });
});
