import type { Mutation } from '../mutation.ts';

const SETTLE = 'functions/settle-releases/settle-release.ts';
const PREPARE = 'functions/prepare-release/prepare-settling.ts';

/** What becomes of releases that nobody drives any more. */
export const settling: Mutation[] = [
  {
    name: 'settle-with-the-old-fence',
    bug: 'whoever settles has the same fence as the dead execution',
    file: 'functions/enter-stage/take-lock.ts',
    find: 'const fence = environment.fence + 1; const number',
    replace: 'const fence = environment.fence; const number',
  },
  {
    name: 'settle-only-in-word',
    bug: 'nothing is started to make the stage of a dead execution safe',
    file: SETTLE,
    find: 'await ports.executions.start(settlerName(name), { release: id, settle: execution.status });',
    replace: '',
  },
  {
    name: 'settle-the-living',
    bug: 'the sweep looks after releases that are being driven, and starts another execution beside theirs',
    file: SETTLE,
    find: "if (execution?.isAlive) return 'under way';",
    replace: "if (execution?.isAlive && execution.status !== 'RUNNING') return 'under way';",
  },
  {
    name: 'settle-by-going-on',
    bug: 'whoever settles drives the release forward through every stage again',
    file: PREPARE,
    find: "return plan && turnPlan(plan, release.stage ?? '', 'settle', why);",
    replace: "return plan && (turnPlan(plan, release.stage ?? '', 'settle', why) ? plan : undefined);",
  },
  {
    name: 'forget-a-stage-left-behind',
    bug: 'a release that nobody could make safe ends without its stage being held',
    file: 'functions/steps/end-release.ts',
    find: "const held = state === 'ROLLBACK_FAILED' ? await quarantineStage(table, release, reason, at) : [];",
    replace: "const held = state === 'FAILED' ? await quarantineStage(table, release, reason, at) : [];",
  },
];
