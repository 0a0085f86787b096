import type { Mutation } from '../mutation.ts';

const SETTLE = 'functions/settle-releases/settle-release.ts';
const PREPARE = 'functions/prepare-release/prepare-settling.ts';
const ENTER = 'functions/enter-stage/enter-stage.ts';

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
    name: 'settle-beside-the-dead',
    bug: 'whoever settles shares the lock that the dead execution got',
    file: ENTER,
    find: "const isOwn = holder?.execution && input.execution ? holder.execution === input.execution : !isSettling;",
    replace: 'const isOwn = true;',
  },
  {
    name: 'settle-only-in-word',
    bug: 'nothing is started to make the stage of a dead execution safe',
    file: SETTLE,
    find: 'await ports.executions.start(settlerName(name), { release: id, settle: execution.status });',
    replace: '',
  },
  {
    name: 'end-without-settling',
    bug: 'a release whose execution is dead ends where it was left',
    file: SETTLE,
    find: 'if (execution && TOUCHED.has(state)) {',
    replace: "if (execution?.status === 'never' && TOUCHED.has(state)) {",
  },
  {
    name: 'settle-the-living',
    bug: 'the sweep looks after releases that are being driven, and starts another execution beside theirs',
    file: SETTLE,
    find: "if (execution?.isAlive) return 'under way';",
    replace: "if (execution?.isAlive && execution.status !== 'RUNNING') return 'under way';",
  },
  {
    name: 'end-while-it-is-settled',
    bug: 'the sweep ends a release that is just being made safe',
    file: SETTLE,
    find: "if (settler?.isAlive) return 'under way';",
    replace: '',
  },
  {
    name: 'never-start-what-was-lost',
    bug: 'a release whose start was lost ends instead of being started',
    file: SETTLE,
    find: "if (!execution && release.state === 'ACCEPTED') {",
    replace: "if (!execution && release.state === 'PREPARING') {",
  },
  {
    name: 'settle-by-the-first-look',
    bug: 'a release that has touched its stage since the sweep read it is ended as untouched',
    file: SETTLE,
    find: 'const { state } = await readRelease(ports.table, id);',
    replace: 'const { state } = release;',
  },
  {
    name: 'settle-what-was-taken-over',
    bug: 'whoever settles takes back a stage that another release has taken over',
    file: 'core/admission/admit.ts',
    find: "if (turn === 'settle') return lostStage(facts);",
    replace: '',
  },
  {
    name: 'settle-by-going-on',
    bug: 'whoever settles drives the release forward through every stage again',
    file: PREPARE,
    find: "return plan && turnPlan(plan, release.stage ?? '', 'settle', why);",
    replace: "return plan && (turnPlan(plan, release.stage ?? '', 'settle', why) ? plan : undefined);",
  },
  {
    name: 'settle-the-first-stage',
    bug: 'whoever settles goes to the first stage, whatever stage the release is in',
    file: PREPARE,
    find: "turnPlan(plan, release.stage ?? '', 'settle', why)",
    replace: "turnPlan(plan, plan.stages[0]?.name ?? '', 'settle', why)",
  },
  {
    name: 'blame-the-commit',
    bug: 'a commit whose execution somebody stopped is quarantined, and its stage held',
    file: 'functions/start-rollback/record-reason.ts',
    find: ': { reason: said, isSettling: true };',
    replace: ': { reason: said };',
  },
  {
    name: 'blame-nobody',
    bug: 'what was found bad before its execution died passes for a good commit',
    file: 'functions/start-rollback/record-reason.ts',
    find: "return verdict?.kind === 'unhealthy' ?",
    replace: "return verdict?.kind === 'not yet' ?",
  },
  {
    name: 'forget-a-stage-left-behind',
    bug: 'a release that nobody could make safe ends without its stage being held',
    file: 'functions/steps/end-release.ts',
    find: "const held = state === 'ROLLBACK_FAILED' ? await quarantineStage(table, release, reason, at) : [];",
    replace: "const held = state === 'FAILED' ? await quarantineStage(table, release, reason, at) : [];",
  },
  {
    name: 'sweep-past-what-goes-on',
    bug: 'the sweep takes what it has looked at for ended, and only looks at what came after',
    file: 'functions/settle-releases/find-ongoing.ts',
    find: 'const options = { prefix: RELEASE_PREFIX, newestFirst: true, limit: NEWEST };',
    replace: 'const options = { prefix: RELEASE_PREFIX, newestFirst: true, limit: Math.min(1, NEWEST) };',
  },
];
