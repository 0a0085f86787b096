import type { Mutation } from '../mutation.ts';

const PARK = 'functions/steps/look-or-park.ts';
const WAKE = 'functions/steps/wake.ts';
const EVENTS = 'functions/resume-waits/resume-waits.ts';

/** Waits, and what wakes them. */
export const waiting: Mutation[] = [
  {
    name: 'forget-to-park',
    bug: 'whoever waits does not say so, and hears of nothing before its next look',
    file: PARK,
    find: 'await Promise.all(parking.wakeKeys.map((key, i) => park(ports, parking, key, waits[i])));',
    replace: '',
  },
  {
    name: 'forget-to-answer',
    bug: 'a wait is settled without an answer to its token',
    file: PARK,
    find: 'if (first.settled !== undefined) return answer(ports, parking, first.settled);',
    replace: 'if (first.settled !== undefined) return;',
  },
  {
    name: 'keep-an-old-token',
    bug: 'a wait keeps the token of its first look, and later looks are not woken',
    file: PARK,
    find: 'if (there && isLater(there.attempt, attempt)) return;',
    replace: 'if (there) return;',
  },
  {
    name: 'forget-to-wake-the-next',
    bug: 'nobody is woken when a stage becomes free',
    file: WAKE,
    find: 'await wake(ports, wanted).catch(() => undefined);',
    replace: 'if (!ports) await wake(ports, wanted);',
  },
  {
    name: 'trust-the-event',
    bug: 'an event is passed on as the verdict that it claims',
    file: WAKE,
    find: "export const WOKEN = { status: 'woken' } as const;",
    replace: "export const WOKEN = { status: 'settled', reason: 'the event says so' } as const;",
  },
  {
    name: 'remove-a-wait-unanswered',
    bug: 'a wait is removed, but its token is not answered',
    file: WAKE,
    find: 'const answer = await ports.tokens.answer(wait.token, WOKEN);',
    replace: "const answer: string = 'answered';",
  },
  {
    name: 'hear-no-alarm',
    bug: 'events of alarms wake nobody',
    file: EVENTS,
    find: "return typeof name === 'string' ? [wakeKeys.alarm(name)] : [];",
    replace: "return typeof name === 'string' ? [] : [];",
  },
  {
    name: 'hear-no-deployment',
    bug: 'events of deployments wake nobody',
    file: EVENTS,
    find: "if (event.source === 'aws.ecs') {",
    replace: "if (event.source === 'aws.ecs' && event.resources === undefined) {",
  },
  {
    name: 'hear-no-checks',
    bug: 'news of checks wake nobody',
    file: EVENTS,
    find: "return typeof repositoryId === 'number' && typeof sha === 'string' ? [wakeKeys.checks(repositoryId, sha)] : [];",
    replace: "return typeof repositoryId === 'number' && typeof sha === 'string' ? [] : [];",
  },
  {
    name: 'tell-no-checks',
    bug: 'news of checks are not announced',
    file: 'functions/start-release/announcements-of.ts',
    find: 'if (item.sk.startsWith(NEWS_PREFIX)) return [newsOf(item as unknown as ChecksNews)];',
    replace:
      'if (item.sk.startsWith(NEWS_PREFIX)) return item.at === 0 ? [newsOf(item as unknown as ChecksNews)] : [];',
  },
  {
    name: 'one-green-check-is-enough',
    bug: 'a release is built when the first of its checks is green',
    file: 'core/checks/judge-checks.ts',
    find: "'shown' in seen && openOf(require, seen).length === 0;",
    replace: "'shown' in seen && openOf(require, seen).length < require.length;",
  },
  {
    name: 'red-checks-are-green',
    bug: 'a check that has ended is taken for green, however it ended',
    file: 'core/checks/judge-checks.ts',
    find: 'const worst = red ?? running;',
    replace: 'const worst = red ? undefined : running;',
  },
  {
    name: 'unreadable-checks-are-green',
    bug: 'checks that cannot be read are taken for green',
    file: 'functions/await-checks/see-commit.ts',
    find: 'return { seen: { unreadable: (error as Error).message } };',
    replace:
      "return { seen: { shown: error ? require.map((name) => ({ kind: 'run', name, app: '', order: 1, state: 'success' })) : [] } };",
  },
  {
    name: 'wait-for-checks-for-ever',
    bug: 'a release whose checks stay red never ends',
    file: 'core/checks/judge-checks.ts',
    find: "if (now < until) return { kind: 'waiting',",
    replace: "if (now < until + 1e15) return { kind: 'waiting',",
  },
  {
    name: 'start-twice',
    bug: 'a release that the stream delivers twice gets two executions',
    file: 'functions/start-release/start-release.ts',
    find: 'await ports.executions.start(executionName(release), { release: releaseId(release) });',
    replace: `
      const serial = ((globalThis as any).starts = ((globalThis as any).starts ?? 0) + 1);
      await ports.executions.start([executionName(release), serial].join('-'), { release: releaseId(release) });`,
  },
];
