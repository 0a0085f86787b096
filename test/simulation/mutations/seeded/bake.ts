import type { Mutation } from '../mutation.ts';

const JUDGE = 'core/bake/judge.ts';
const OBSERVE = 'functions/await-bake/observe.ts';
const RECORD = 'functions/await-bake/record-verdict.ts';
const AWAIT = 'functions/await-bake/await-bake.ts';

/** What is called healthy. */
export const bake: Mutation[] = [
  {
    name: 'forget-flaps',
    bug: 'an alarm counts only while it is red: one that is OK again at the look has never fired',
    file: JUDGE,
    find: "t.to === 'ALARM' && t.at >= from",
    replace: "t.to === 'ALARM' && t.at < 0",
  },
  {
    name: 'read-history-from-the-bake-on',
    bug: 'the history of an alarm is read from the start of the bake, not of the deployment',
    file: OBSERVE,
    find: '(name) => watchedFrom({ baseline, deployStartedAt }, name)',
    replace: '() => bakeStartedAt',
  },
  {
    name: 'read-recent-history-only',
    bug: 'of the history of an alarm the last minute is read',
    file: OBSERVE,
    find: '(name) => watchedFrom({ baseline, deployStartedAt }, name)',
    replace: '() => now - 60_000',
  },
  {
    name: 'bake-half-the-time',
    bug: 'the bake is over after half of its time',
    file: JUDGE,
    find: 'seen.bakeStartedAt + rule.forMs + evaluationMs(seen);',
    replace: 'seen.bakeStartedAt + rule.forMs / 2;',
  },
  {
    name: 'skip-the-last-evaluation',
    bug: 'the bake ends with its time, before the alarms have judged its last minute',
    file: JUDGE,
    find: 'seen.bakeStartedAt + rule.forMs + evaluationMs(seen);',
    replace: 'seen.bakeStartedAt + rule.forMs;',
  },
  {
    name: 'bake-while-deploying',
    bug: 'the bake is counted from the entry into the stage, before anything ran',
    file: AWAIT,
    find: 'const bakeStartedAt = Math.min(at, since ?? at);',
    replace: 'const bakeStartedAt = run.enteredAt;',
  },
  {
    name: 'trust-an-edited-alarm',
    bug: 'an alarm that was edited during the bake is believed',
    file: JUDGE,
    find: 'if (before.configuration === alarm.configuration) return [];',
    replace: 'if (before) return [];',
  },
  {
    name: 'forgive-a-deleted-alarm',
    bug: 'an alarm that was deleted and made again has always been there',
    file: JUDGE,
    find: 'if (seen.voided) return',
    replace: 'if (false) return',
  },
  {
    name: 'bake-unreadable',
    bug: 'an alarm that cannot be read does not keep a release from being healthy',
    file: JUDGE,
    find: "a.kind === 'unreadable' ?",
    replace: 'false ?',
  },
  {
    name: 'bake-without-data',
    bug: 'an alarm without data counts as OK at the end of a bake',
    file: JUDGE,
    find: "a.kind === 'read' && a.state !== 'OK' ?",
    replace: "a.kind === 'read' && a.state === 'ALARM' ?",
  },
  {
    name: 'ask-for-no-evidence',
    bug: 'a release that nobody has visited is healthy',
    file: JUDGE,
    find: '(samples ?? 0) >= minSamples',
    replace: '(samples ?? 0) >= 0',
  },
  {
    name: 'bake-missing-tasks',
    bug: 'tasks that are missing or strange at the end of a bake do not matter',
    file: JUDGE,
    find: '...seen.fleet.flatMap((f) => (f.trouble ?',
    replace: '...seen.fleet.flatMap((f) => (false ?',
  },
  {
    name: 'take-inconclusive-for-healthy',
    bug: 'a bake that proved nothing passes without a person',
    file: AWAIT,
    find: 'if (run.accepted)\n    return {',
    replace: 'if (!run.accepted)\n    return { status: "healthy", reason };\n  if (run.accepted)\n    return {',
  },
  {
    name: 'judge-after-leaving',
    bug: 'a look that was frozen writes its verdict down after the release has left',
    file: RECORD,
    find: 'if (run.leftAt !== undefined)',
    replace: 'if (false)',
  },
  {
    name: 'pass-failing-tests',
    bug: 'a smoke test passes whatever it is answered',
    file: 'functions/verify-stage/verify-stage.ts',
    find: 'if (answer.status !== expectStatus)',
    replace: 'if (answer.status < 100)',
  },
];
