import type { Mutation } from '../mutation.ts';

const JUDGE_CANCEL = 'core/commands/judge-cancel.ts';
const CANCEL = 'functions/obey-command/cancel.ts';
const ROLLBACK = 'functions/obey-command/rollback.ts';
const LEAVE = 'functions/leave-after-rollback/leave-after-rollback.ts';

/** What persons take back: a release that is cancelled, and a stage that goes back by hand. */
export const turningBack: Mutation[] = [
  {
    name: 'cancel-without-a-word-to-the-stage',
    bug: 'a cancelled release says so and goes on as if nothing had been ordered',
    file: CANCEL,
    find: 'put(keys.run(id, stage), run, { ...run, rollback: { reason: why, at } }),',
    replace: '',
  },
  {
    name: 'cancel-what-is-bad',
    bug: 'a release that was found bad is cancelled, and its commit passes for a good one',
    file: JUDGE_CANCEL,
    find: "if (run?.verdict?.kind === 'unhealthy')",
    replace: "if (run?.verdict?.kind === 'unhealthy' && run.rollback)",
  },
  {
    name: 'cancel-a-way-back',
    bug: 'a rollback by hand is taken back itself when it is cancelled',
    file: JUDGE_CANCEL,
    find: 'if (release.turnsBack) return',
    replace: "if (release.turnsBack && state === 'BAKING') return",
  },
  {
    name: 'deploy-though-cancelled',
    bug: 'a release that is cancelled while it begins to deploy deploys all the same',
    file: 'functions/start-deployment/start-deployment.ts',
    find: 'if (run?.rollback)',
    replace: 'if (run?.rollback && run.leftAt)',
  },
  {
    name: 'go-back-without-a-hold',
    bug: 'a stage that a person takes back is not held until it is back',
    file: ROLLBACK,
    find: 'change(environment, { ...environment, hold: { ...holdUntilBack(environment, order, from), turn: number } }),',
    replace: 'change(environment, { ...environment }),',
  },
  {
    name: 'go-back-over-a-stranger',
    bug: 'a rollback by hand overwrites what somebody else deployed',
    file: 'core/rollback/plan-rollback.ts',
    find: 'if (primary !== revisionOn(environment.current, target) && primary !== left) return foreign(target, primary);',
    replace: '',
  },
  {
    name: 'stay-on-paper',
    bug: 'after a rollback by hand the ledger still has the bad release as current',
    file: LEAVE,
    find: "...(release.turnsBack && conclusion.state === 'SUCCEEDED' ? { current: release.turnsBack.goesTo } : {}),",
    replace: '',
  },
  {
    name: 'become-current-unproved',
    bug: 'a rollback by hand that failed is current all the same',
    file: LEAVE,
    find: "...(release.turnsBack && conclusion.state === 'SUCCEEDED' ? {",
    replace: '...(release.turnsBack ? {',
  },
  {
    name: 'supersede-by-going-back',
    bug: 'a rollback by hand supersedes the releases that wait',
    file: 'functions/enter-stage/arrive.ts',
    find: 'turnsBack ? { turning: Math.max(turning, number) } :',
    replace: 'turnsBack ? { turning: Math.max(turning, number), arrived: Math.max(arrived, number) } :',
  },
];
