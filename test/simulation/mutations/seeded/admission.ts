import type { Mutation } from '../mutation.ts';

const ADMIT = 'core/admission/admit.ts';

/** Who may enter a stage, and when. */
export const admission: Mutation[] = [
  {
    name: 'enter-an-occupied-stage',
    bug: 'a stage that another release works on lets the next one in',
    file: ADMIT,
    find: 'if (!holder || holder.release === number || holder.leaseUntil <= now) return [];',
    replace: 'if (number) return [];',
  },
  {
    name: 'end-a-lease-early',
    bug: 'a lock may be taken over an hour before its lease is over',
    file: ADMIT,
    find: 'if (!holder || holder.release === number || holder.leaseUntil <= now) return [];',
    replace: 'if (!holder || holder.release === number || holder.leaseUntil <= now + 3_600_000) return [];',
  },
  {
    name: 'ignore-a-hold',
    bug: 'a stage that is held after a rollback lets the next release in',
    file: ADMIT,
    find: 'return hold && !isMended ?',
    replace: 'return hold && !isMended && hold.kind !== "rollback" ?',
  },
  {
    name: 'let-any-revert-lift-a-hold',
    bug: 'a hold ends with a release that reverts another commit than the one that was rolled back',
    file: ADMIT,
    find: 'reverts.includes(hold.sha)',
    replace: 'reverts.length > 0',
  },
  {
    name: 'enter-on-red',
    bug: 'an alarm that is in ALARM before the deployment begins does not close the gate',
    file: ADMIT,
    find: "if (alarm.state === 'OK' ||",
    replace: "if (alarm.state === 'OK' || alarm.state === 'ALARM' ||",
  },
  {
    name: 'take-no-data-for-ok',
    bug: 'an alarm without data opens the gate',
    file: ADMIT,
    find: "if (alarm.state === 'OK' ||",
    replace: "if (alarm.state !== 'ALARM' ||",
  },
  {
    name: 'take-unreadable-for-ok',
    bug: 'an alarm that cannot be read opens the gate',
    file: ADMIT,
    find: "if (alarm.kind === 'missing') return [];",
    replace: "if (alarm.kind !== 'read') return [];",
  },
  {
    name: 'enter-without-an-alarm',
    bug: 'an alarm that does not exist is not missed at the gate',
    file: ADMIT,
    find: ".filter((a) => a.kind === 'missing' && !turn)",
    replace: '.filter(() => false)',
  },
  {
    name: 'let-an-older-one-pass',
    bug: 'whether a release is still the newest is off by one',
    file: ADMIT,
    find: 'if (newest > number)',
    replace: 'if (newest > number + 1)',
  },
  {
    name: 'forget-who-arrived',
    bug: 'a release that reaches a stage is not noted, so older ones that wait there are not superseded',
    file: 'functions/enter-stage/arrive.ts',
    find: ': { arrived: Math.max(arrived, number) };',
    replace: ': { arrived };',
  },
  {
    name: 'release-a-deleted-branch',
    bug: 'what waited on a branch that was deleted goes on',
    file: ADMIT,
    find: 'if (head.supersededUpTo &&',
    replace: 'if (false &&',
  },
  {
    name: 'enter-without-a-way-back',
    bug: 'nobody asks at the gate whether the way back still exists',
    file: ADMIT,
    find: 't.backTo && !t.backToUsable',
    replace: 'false',
  },
  {
    name: 'wait-for-ever',
    bug: 'a release that waited longer than it may is still let in',
    file: ADMIT,
    find: 'if (facts.now >= facts.arrivedAt + facts.waitAtMost)',
    replace: 'if (facts.now < 0)',
  },
  {
    name: 'keep-the-fence',
    bug: 'a new holder gets the same fence as the one before',
    file: 'functions/enter-stage/take-lock.ts',
    find: 'const fence = environment.fence + 1; const { blockers',
    replace: 'const fence = Math.max(1, environment.fence); const { blockers',
  },
  {
    name: 'enter-a-stage-again',
    bug: 'a late invocation enters a stage that its release has left',
    file: 'functions/enter-stage/enter-stage.ts',
    find: 'if (run.leftAt !== undefined)',
    replace: 'if (false)',
  },
  {
    name: 'enter-without-a-baseline',
    bug: 'what was read of the alarms at the gate is not kept',
    file: 'functions/enter-stage/take-lock.ts',
    find: "alarms.flatMap((a) => (a.kind === 'read' ? [[a.name, baselineOf(a)]] : []))",
    replace: '[]',
  },
];
