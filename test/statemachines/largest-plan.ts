import { configSchema, type ServiceConfig } from '#core/config/schema.ts';
import { makePlan } from '#core/plan/make-plan.ts';
import type { Plan } from '#core/plan/plan.ts';
import { aRelease } from '#test/fixtures/ledger.ts';

const STAGES = 20;
const TARGETS = 20;
const ALARMS = 50;
/** The longest name that AWS takes where the configuration says nothing shorter. */
const LONGEST = 255;

const numbered = (prefix: string, number: number, length: number): string => `${prefix}${number}`.padEnd(length, 'x');

/** A target without a name of its own: its plan says its service twice, so it grows the most of all that is configured. */
const target = (number: number, length: number) => ({
  cluster: 'c',
  service: numbered('s', number, length),
  container: 'c',
});

/** What every stage may have besides: a migration and tests in a network of its own, windows, an approval, a bake. */
const gates = (alarms: number, alarmLength: number) => ({
  deployWithin: '30d',
  rollbackWithin: '30d',
  waitAtMost: '30d',
  lookEvery: '1m',
  approval: { from: 10, within: '30d' },
  windows: [{ allow: 'daily 00:00-24:00', zone: 'UTC' }],
  migrate: { task: 'm', container: 'c', cluster: 'c', subnets: ['subnet-0'], securityGroups: ['sg-0'], within: '30d' },
  verify: { task: 't', cluster: 'c', subnets: ['subnet-0'], securityGroups: ['sg-0'], within: '30d' },
  bake: {
    for: '1s',
    alarms: Array.from({ length: alarms }, (_, i) => numbered('a', i, alarmLength)),
    evidence: { namespace: 'n', metric: 'm', minSamples: 1 },
  },
});

const parse = (stages: unknown[]) =>
  configSchema.safeParse({
    services: {
      hello: {
        repository: { id: 1, name: 'a/b' },
        build: { project: 'p', image: 'i', within: '30d' },
        stages,
      },
    },
  });

/** The largest configuration of this kind that is still accepted: `size` is what grows, up to `most`. */
function largest(most: number, stagesOf: (size: number) => unknown[]): ServiceConfig {
  let [accepted, refused] = [0, most + 1];
  let found: ServiceConfig | undefined;
  while (refused - accepted > 1) {
    const size = Math.floor((accepted + refused) / 2);
    const parsed = parse(stagesOf(size));
    if (parsed.success) [accepted, found] = [size, parsed.data.services['hello']];
    else refused = size;
  }
  if (found) return found;
  throw new Error(`No size of this configuration is accepted: ${parse(stagesOf(1)).error}`);
}

const stageNames = Array.from({ length: STAGES }, (_, i) => `stage-${i}`);

const planOf = (config: ServiceConfig): Plan => makePlan(aRelease(), config);

/** 20 stages of 20 targets each, with names as long as 100,000 bytes allow. */
export const widestPlan = (): Plan =>
  planOf(
    largest(LONGEST, (length) =>
      stageNames.map((name) => ({
        name,
        targets: Array.from({ length: TARGETS }, (_, i) => target(i, length)),
        ...gates(1, 1),
      })),
    ),
  );

/** As few targets as bring the plan the furthest beyond its configuration, all with the longest names. */
export const longestNames = (): Plan =>
  planOf(
    largest(STAGES * TARGETS, (targets) =>
      stageNames.map((name, s) => ({
        name,
        targets: Array.from({ length: Math.max(1, Math.min(TARGETS, targets - s * TARGETS)) }, (_, i) =>
          target(i, LONGEST),
        ),
      })),
    ),
  );

/** One stage that has everything, up to its dimensions of any length, which have no limit but that of the whole. */
export const deepestPlan = (): Plan =>
  planOf(
    largest(90_000, (length) => {
      const { bake, ...rest } = gates(ALARMS, LONGEST);
      const evidence = { ...bake.evidence, dimensions: { d: 'x'.repeat(length) } };
      const targets = Array.from({ length: TARGETS }, (_, i) => target(i, LONGEST));
      return [{ name: 'production', targets, ...rest, bake: { ...bake, evidence } }];
    }),
  );
