import { describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse-config.ts';
import type { ForecastLine } from '#core/forecast/forecast.ts';
import { makeForecast } from '#core/forecast/make-forecast.ts';
import { type StageNow, sayNow } from '#core/forecast/say-now.ts';

const SUNDAY = Date.parse('2026-11-22T14:00Z');
const MONDAY = Date.parse('2026-11-23T10:00Z');

function forecastOf(stage: string, { now = SUNDAY, top = '', service = '' } = {}) {
  const parsed = parseConfig(`${top}
services:
  shop:
    repository: { id: 1, name: you/shop }
    build: { project: shop-build, image: shop, within: 20m }
    ${service}
    stages:
      - name: live
        targets: [{ cluster: live, service: shop, container: web }]
        deployWithin: 10m
        ${stage}
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const [forecast] = makeForecast(parsed.config, now);
  if (!forecast) throw new Error('There is no forecast.');
  return forecast;
}

const lineOf = (lines: ForecastLine[] | undefined, what: string) => lines?.find((line) => line.what === what);
const said = (stage: string, what: string, more = {}): string =>
  lineOf(forecastOf(stage, more).stages[0]?.lines, what)?.says.join(' | ') ?? 'nothing';

const WINDOW = 'windows: [{ allow: mon-fri 09:00-17:00, zone: Europe/Berlin }]';
const BAKE = 'bake: { for: 10m, alarms: [a, b] }';

describe('a forecast', () => {
  it.each<[string, string, string, object, RegExp]>([
    [
      'a shut window',
      WINDOW,
      'enter',
      {},
      /^shut, outside of .*; opens Mon 2026-11-23 08:00 UTC \(09:00 in Europe\/Berlin\) \| `allow mon-fri/,
    ],
    [
      'an open window',
      WINDOW,
      'enter',
      { now: MONDAY },
      /^open until Mon 2026-11-23 16:00 UTC \(17:00 in Europe\/Berlin\)/,
    ],
    ['no window', '', 'enter', {}, /^at any time \| waits at most 7 d/],
    [
      'an approval by those who may',
      'approval: { from: 2 }',
      'approval',
      { service: 'may: { approve: [amy, bob] }' },
      /^2 persons of amy, bob, other than who pushed or wrote it, approve within 24 h/,
    ],
    [
      'an approval by those who may do everything',
      'approval: { authorMayApprove: true }',
      'approval',
      { service: 'may: { everything: [amy] }' },
      /^one person of amy approves/,
    ],
    ['an approval by anybody', 'approval: {}', 'approval', {}, /^one person who can reach Bakewatch, other than/],
    ['no approval', '', 'approval', {}, /^nothing$/],
    [
      'a migration',
      'migrate: { task: m, container: web, cluster: jobs, within: 5m }',
      'migrate',
      {},
      /^task m on cluster jobs.*within 5 min$/,
    ],
    [
      'a migration without a way back',
      'migrate: { task: m, container: web, cluster: jobs, reversible: false }',
      'migrate',
      {},
      /cannot be undone/,
    ],
    [
      'what is bad after that',
      'migrate: { task: m, container: web, cluster: jobs, reversible: false }',
      'if bad',
      {},
      /^once its migration has begun it does not go back/,
    ],
    [
      'what is bad',
      '',
      'if bad',
      {},
      /^goes back to what was healthy there before, proved within 30 min \| the stage is held until somebody resumes it; /,
    ],
    ['what a revert mends', 'resumeOnRevert: true', 'if bad', {}, /resumes it, or a push reverts the commit;/],
    ['a target where nobody said where', '', 'deploy', {}, /^live\/shop, container web \| ECS has 10 min for it$/],
    [
      'a target where Bakewatch is installed',
      '',
      'deploy',
      { top: "installation: { account: '111111111111', region: eu-west-1 }" },
      /web, in eu-west-1, account 111111111111/,
    ],
    [
      'a smoke test',
      "verify: { url: 'https://shop.example/', expectBody: hi }",
      'test',
      {},
      /^GET https:\/\/shop.example\/ is answered 200 with "hi" within 30 s/,
    ],
    ['a project of tests', 'verify: { project: p }', 'test', {}, /^CodeBuild project p succeeds within 30 min/],
    ['a task of tests', 'verify: { task: t, cluster: jobs }', 'test', {}, /^task t on cluster jobs exits with 0/],
    ['a bake', BAKE, 'bake', {}, /^10 min, .*watching a, b \| goes on up to 30 min/],
    ['no bake', '', 'bake', {}, /^nothing is watched/],
    [
      'what is unclear',
      BAKE,
      'if unclear',
      {},
      /held and somebody is called; without an answer within 24 h it is taken for bad/,
    ],
    [
      'what is unclear and not waited for',
      'bake: { for: 1m, alarms: [a], inconclusive: rollback }',
      'if unclear',
      {},
      /^taken for bad/,
    ],
    ['nothing that could be unclear', '', 'if unclear', {}, /^nothing$/],
  ])('says of %s', (_what, stage, what, more, sentence) => {
    expect(said(stage, what, more)).toMatch(sentence);
  });

  it('lets nobody into a window that its bake does not fit into any more', () => {
    const late = Date.parse('2026-11-23T15:55Z');
    const { stages } = forecastOf(`${WINDOW}\n        ${BAKE}`, { now: late });
    expect(lineOf(stages[0]?.lines, 'enter')).toMatchObject({
      letsIn: false,
      says: [expect.stringMatching(/^open, but only for 5 min more/), expect.anything(), expect.anything()],
    });
  });

  it('says which pushes it is made of', () => {
    const { lines } = forecastOf('', { service: "paths: ['src/**', a.json]\n    senders: [7]" });
    expect(lineOf(lines, 'push')?.says).toEqual([
      "to main of you/shop, that changes src/** or a.json, by GitHub's users 7 alone",
    ]);
    expect(lineOf(forecastOf('').lines, 'push')?.says[0]).toMatch(/whatever it changes, by whoever may push there/);
  });

  it('says which checks a push waits for, by their names, and that it does', () => {
    const service = "checks: { require: [build, 'ci/circleci: test'], within: 3h }";
    const { lines, takes } = forecastOf('', { service });
    expect(lineOf(lines, 'checks')?.says).toEqual([
      '"build", "ci/circleci: test" are green on its commit, whichever CI reports them, before it is built',
      'waits at most 3 h, then it expires',
    ]);
    expect(lines.map(({ what }) => what)).toEqual(['push', 'checks', 'build']);
    expect(takes.waitsAtMostMs).toBe(3 * 3_600_000 + 7 * 86_400_000);
    expect(takes.sentence).toMatch(/ 7 d waiting for checks and to enter$/);
    expect(lineOf(forecastOf('').lines, 'checks')).toBeUndefined();
  });

  it('adds up what it takes: bakes at best, every limit at most', () => {
    const migrate = 'migrate: { task: m, container: web, cluster: jobs, within: 5m }';
    const verify = 'verify: { project: p, within: 7m }\n        waitAtMost: 2d';
    const { takes } = forecastOf([migrate, verify, BAKE].join('\n        '));
    // At most: build 20, migration 5, deployment 10, tests 7, bake 3 x 10 minutes.
    expect(takes).toMatchObject({ atBestMs: 600_000, atMostMs: 72 * 60_000, waitsAtMostMs: 2 * 86_400_000 });
    expect(takes.sentence).toMatch(/^at best 10 min of baking.*at most 1 h 12 min at work, and 2 d waiting/);
  });
});

describe('what a release would meet now', () => {
  const current = { release: 5, sha: 'a'.repeat(40), digest: 'sha256:1', taskDefinitions: {}, at: SUNDAY };
  const freeze = { by: 'amy', reason: 'the fair', at: SUNDAY };

  it.each<[string, StageNow, Parameters<typeof sayNow>[3], boolean, RegExp]>([
    ['nothing yet', { waiting: [] }, [], true, /^nothing was released there yet$/],
    ['what runs', { current, waiting: [] }, [], true, /^runs shop#5 since 2026-11-22 14:00 UTC$/],
    [
      'a hold',
      { current, hold: { reason: 'it was slow', since: SUNDAY }, waiting: [] },
      [],
      false,
      /\| held since .*: it was slow/,
    ],
    [
      'a freeze of the stage',
      { waiting: [] },
      [{ ...freeze, service: 'shop', stage: 'live' }],
      false,
      /shop live is frozen by amy: the fair/,
    ],
    ['a freeze of another stage', { waiting: [] }, [{ ...freeze, service: 'shop', stage: 'staging' }], true, /yet$/],
    [
      'who is at work',
      { holder: { release: 6, state: 'ROLLING_BACK' }, waiting: [] },
      [],
      false,
      /shop#6 is there \(rolling back\)/,
    ],
    ['who waits', { waiting: [{ release: 7, reason: 'for an approval' }] }, [], true, /shop#7 waits: for an approval/],
  ])('says %s', (_what, now, freezes, letsIn, sentence) => {
    const line = sayNow('shop', 'live', now, freezes);
    expect(line.says.join(' | ')).toMatch(sentence);
    expect(line.letsIn).toBe(letsIn);
  });
});
