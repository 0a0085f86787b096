import type { Mutation } from '../mutation.ts';

const JUDGE_CANCEL = 'core/commands/judge-cancel.ts';
const CANCEL = 'functions/obey-command/cancel.ts';
const ROLLBACK = 'functions/obey-command/rollback.ts';
const ADMIT = 'core/admission/admit.ts';
const LEAVE = 'functions/leave-after-rollback/leave-after-rollback.ts';

/** What persons take back: a release that is cancelled, and a stage that goes back by hand. */
export const turningBack: Mutation[] = [
  {
    name: 'leave-though-cancelled',
    bug: 'a release leaves its stage as healthy although a person has cancelled it',
    file: 'functions/leave-stage/leave-stage.ts',
    find: "if (run?.rollback) throw new Refusal('DeploymentRefused', `${run.rollback.reason}.`);",
    replace: '',
  },
  {
    name: 'cancel-at-once',
    bug: 'a release that has touched its stage ends CANCELLED without going back',
    file: JUDGE_CANCEL,
    find: "effect: { kind: 'turn', reason: said,",
    replace: "effect: { kind: 'end', reason: said,",
  },
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
    name: 'wait-though-cancelled',
    bug: 'a gate goes on for a release that was cancelled while it waited',
    file: 'functions/enter-stage/enter-stage.ts',
    find: 'if (isTerminal(release.state)) return { changes: [], result: refused(',
    replace: "if (release.state === 'SUCCEEDED') return { changes: [], result: refused(",
  },
  {
    name: 'go-back-to-the-bad',
    bug: 'a rollback by hand goes to a release whose commit is quarantined',
    file: 'core/commands/judge-rollback.ts',
    find: "if (quarantined.has(sha)) return 'is quarantined';",
    replace: '',
  },
  {
    name: 'go-back-without-a-hold',
    bug: 'a stage that a person takes back is not held until it is back',
    file: ROLLBACK,
    find: 'change(environment, { ...environment, hold: { ...holdUntilBack(environment, order, from), turn: number } }),',
    replace: 'change(environment, { ...environment }),',
  },
  {
    name: 'go-back-unbound',
    bug: 'a rollback by hand is decided about a stage that has changed meanwhile',
    file: ROLLBACK,
    find: '...(cancelled?.changes ?? []),',
    replace: '',
  },
  {
    name: 'use-up-the-hold',
    bug: 'a rollback by hand ends the hold when it gets the stage, and the next release goes forward',
    file: 'functions/enter-stage/take-lock.ts',
    find: 'const kept = stage.turn ? { ...(hold ? { hold } : {}),',
    replace: 'const kept = stage.turn ? { ...(hold && stage.turn.kind !== \'rollback\' ? { hold } : {}),',
  },
  {
    name: 'go-back-over-a-stranger',
    bug: 'a rollback by hand overwrites what somebody else deployed',
    file: 'core/rollback/plan-rollback.ts',
    find: 'if (primary !== revisionOn(environment.current, target) && primary !== left) return foreign(target, primary);',
    replace: '',
  },
  {
    name: 'let-a-stranger-pass-by-hand',
    bug: 'a rollback by hand enters a stage where a stranger has deployed',
    file: ADMIT,
    find: 'return [...queued(facts), ...drifted(facts).filter(({ owner }) => owner === undefined)];',
    replace: 'return queued(facts);',
  },
  {
    name: 'go-back-among-others',
    bug: 'a rollback by hand does not wait for the release that has the stage',
    file: ADMIT,
    find: 'return [...queued(facts), ...drifted(facts).filter(({ owner }) => owner === undefined)];',
    replace: 'return drifted(facts).filter(({ owner }) => owner === undefined);',
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
    name: 'go-back-over-the-new',
    bug: 'a rollback by hand takes back what nobody had seen when it was asked for',
    file: ADMIT,
    find: 'if (current === undefined || after === undefined || current.release <= after) return undefined;',
    replace: 'if (current !== undefined || after === undefined) return undefined;',
  },
  {
    name: 'turn-backwards',
    bug: 'of two rollbacks by hand the earlier one comes after the later one',
    file: ADMIT,
    find: 'if (turning > number)',
    replace: 'if (turning > number + 1_000)',
  },
  {
    name: 'supersede-by-going-back',
    bug: 'a rollback by hand supersedes the releases that wait',
    file: 'functions/enter-stage/arrive.ts',
    find: 'turnsBack ? { turning: Math.max(turning, number) } :',
    replace: 'turnsBack ? { turning: Math.max(turning, number), arrived: Math.max(arrived, number) } :',
  },
  {
    name: 'take-back-twice',
    bug: 'a rollback by hand that is asked for twice becomes two releases',
    file: ROLLBACK,
    find: 'if (same) return { refused:',
    replace: 'if (same && order.at < 0) return { refused:',
  },
];
