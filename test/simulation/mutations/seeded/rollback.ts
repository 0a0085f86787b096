import type { Mutation } from '../mutation.ts';

const PLAN = 'core/rollback/plan-rollback.ts';
const CONCLUDE = 'core/rollback/conclude-rollback.ts';
const START = 'functions/start-rollback/start-rollback.ts';
const LEAVE = 'functions/leave-after-rollback/leave-after-rollback.ts';

/** The way back, and what is left behind. */
export const rollback: Mutation[] = [
  {
    name: 'trust-the-record-alone',
    bug: 'what ECS was asked for, but not recorded before a crash, is taken for untouched',
    file: PLAN,
    find: 'const asked = forward.requestedAt !== undefined || own !== undefined || primary === forward.taskDefinition;',
    replace: 'const asked = forward.requestedAt !== undefined;',
  },
  {
    name: 'roll-back-over-a-stranger',
    bug: 'a rollback overwrites what somebody else deployed meanwhile',
    file: PLAN,
    find: 'if (isForeign) return foreign',
    replace: 'if (primary === undefined) return foreign',
  },
  {
    name: 'call-it-rolled-back',
    bug: 'a target that could not be rolled back does not make the rollback a failed one',
    file: CONCLUDE,
    find: 'if (failed.length > 0 || targets.length === 0) {',
    replace: 'if (targets.length === 0) {',
  },
  {
    name: 'free-a-broken-stage',
    bug: 'the lock of a stage is freed after a rollback that failed',
    file: CONCLUDE,
    find: 'freeLock: false,',
    replace: 'freeLock: true,',
  },
  {
    name: 'fail-silently',
    bug: 'nobody is called after a rollback that failed',
    file: CONCLUDE,
    find: 'freeLock: false, page: true,',
    replace: 'freeLock: false, page: false,',
  },
  {
    name: 'forget-the-quarantine',
    bug: 'a commit that was rolled back may be released again',
    file: CONCLUDE,
    find: `\`rolled \${stage} back to \${back}: \${why}\`, hold: 'rollback', quarantine: true,`,
    replace: `\`rolled \${stage} back to \${back}: \${why}\`, hold: 'rollback', quarantine: false,`,
  },
  {
    name: 'forget-the-hold',
    bug: 'a stage is not held after a rollback',
    file: CONCLUDE,
    find: `\`rolled \${stage} back to \${back}: \${why}\`, hold: 'rollback', quarantine: true,`,
    replace: `\`rolled \${stage} back to \${back}: \${why}\`, hold: undefined, quarantine: true,`,
  },
  {
    name: 'keep-the-lock',
    bug: 'the lock is not freed after a rollback',
    file: LEAVE,
    find: '...(conclusion.freeLock || !holder ? {} : { holder }),',
    replace: '...(holder ? { holder } : {}),',
  },
  {
    name: 'roll-back-before-the-intent',
    bug: 'ECS is asked to go back before the intent is in the ledger',
    file: START,
    find: 'await recordIntent(ports, input, step, from); await holdFence',
    replace:
      "if (step.kind === 'redeploy') await ports.fleet.deploy(input.target, step.to); await recordIntent(ports, input, step, from); await holdFence",
  },
  {
    name: 'give-up-the-unknown-at-once',
    bug: 'a target that ECS was not seen to be asked for is untouched, though a call to it may still be on its way',
    file: PLAN,
    find: 'now < decidedAt + LANDS_WITHIN_MS;',
    replace: 'now < decidedAt;',
  },
  {
    name: 'end-quietly-in-the-middle',
    bug: 'an execution that breaks off in the middle of a stage ends its release as FAILED, as if nothing was touched',
    file: 'functions/steps/end-release.ts',
    find: "if (TOUCHED.has(state)) return 'ROLLBACK_FAILED';",
    replace: "if (TOUCHED.has(state)) return mayMove(state, 'FAILED') ? 'FAILED' : 'ROLLBACK_FAILED';",
  },
  {
    name: 'leave-a-broken-stage-open',
    bug: 'a stage that was left in an unknown state is not held',
    file: 'functions/steps/end-release.ts',
    find: "state === 'ROLLBACK_FAILED' ? await quarantineStage(table, release, reason, at) : [];",
    replace: '[];',
  },
];
