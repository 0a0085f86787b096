import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { configSchema } from '#core/config/schema.ts';
import type { Explanation } from '#core/explain/explanation.ts';
import type { Environment, PushedCommit, Run } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { Release } from '#core/release/release.ts';
import { explainCommit } from '#functions/explain-commit/explain-commit.ts';
import { aCurrent, anEnvironment, aRelease, MINUTE, NOON } from '#test/fixtures/ledger.ts';

export const REPOSITORY = 42;

/** The commit of release number `number`: forty times the same two hex digits. */
export const sha = (number: number): string => number.toString(16).padStart(2, '0').repeat(20);

export type ExplainBench = Awaited<ReturnType<typeof openExplainBench>>;

/** A ledger with one service of two stages, a repository, and whoever asks; every question to the repository is counted. */
export async function openExplainBench() {
  const table = memoryTable();
  const host = memorySourceHost();
  let questions = 0;
  const counted = <Args extends unknown[], Answer>(ask: (...args: Args) => Answer) => {
    return (...args: Args): Answer => {
      questions += 1;
      return ask(...args);
    };
  };
  const sourceHost: Pick<SourceHost, 'isOnBranch' | 'resolve'> = {
    isOnBranch: counted(host.isOnBranch),
    resolve: counted(host.resolve),
  };
  const bench = {
    table,
    host,
    questions: () => questions,
    /** `slow`: every look at the clock is ten seconds after the one before. */
    explained(asked: string, slow = false) {
      let now = NOON + 20 * MINUTE;
      const clock = () => {
        now += slow ? 10_000 : 0;
        return now;
      };
      return explainCommit({ table, sourceHost, now: clock }, { asked });
    },
    /** The explanation; throws when the question was refused. */
    async why(asked: string): Promise<Explanation> {
      const answer = await bench.explained(asked);
      if (!answer.explained) throw new Error(answer.message);
      return answer.explanation;
    },
    async configure(service: string, paths?: string[]): Promise<void> {
      const target = { cluster: 'main', service, container: 'app' };
      const stages = ['staging', 'production'].map((name) => ({ name, targets: [target] }));
      const repository = { id: REPOSITORY, name: 'acme/hello' };
      const { services } = configSchema.parse({
        services: {
          [service]: { repository, ...(paths ? { paths } : {}), build: { project: service, image: service }, stages },
        },
      });
      await table.write([
        create(keys.listedService(service), { service, repositoryId: REPOSITORY }),
        create(keys.config(REPOSITORY, service), {
          service,
          repositoryId: REPOSITORY,
          config: services[service],
          hash: 'x',
          at: NOON,
        }),
      ]);
    },
    async release(number: number, over: Partial<Release> = {}): Promise<void> {
      const { pk: _pk, sk: _sk, version: _version, ...release } = aRelease({ number, sha: sha(number), ...over });
      await table.write([create(keys.release(release.service, number), release)]);
    },
    /** A stage in which a release is current. */
    async stage(stage: string, release: number, over: Partial<Environment> = {}): Promise<void> {
      const current = aCurrent({ release, sha: sha(release), at: NOON });
      await table.write([
        create(keys.environment('hello', stage), anEnvironment({ stage, current, arrived: release, ...over })),
      ]);
    },
    run: (number: number, stage: string, over: Partial<Run> = {}) =>
      table.write([
        create(keys.run(`hello#${number}`, stage), { release: `hello#${number}`, stage, arrivedAt: NOON, ...over }),
      ]),
    push: (commit: string, over: Partial<PushedCommit> = {}) => {
      const pushed = {
        releases: [],
        message: 'ignored: no path of hello was changed',
        ref: 'refs/heads/main',
        at: NOON,
        ...over,
      };
      return table.write([create(keys.commit(REPOSITORY, commit, pushed.ref, sha(0)), pushed)]);
    },
  };
  await bench.configure('hello');
  return bench;
}
