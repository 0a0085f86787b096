import type { Mutation } from '../mutation.ts';

const ADMIT = 'core/admission/admit.ts';
const EMERGENCY = 'core/commands/judge-emergency.ts';
const OBEY = 'functions/obey-command/obey-command.ts';

/** What persons permit and forbid: approvals, windows, freezes, emergencies. */
export const persons: Mutation[] = [
  {
    name: 'ask-one-person-of-two',
    bug: 'one approval opens a stage that asks for two',
    file: ADMIT,
    find: 'if (!approval || approval.given.length >= approval.needed) return [];',
    replace: 'if (!approval || approval.given.length > 0) return [];',
  },
  {
    name: 'let-the-author-approve',
    bug: 'whoever wrote a commit may approve it',
    file: 'core/people/who.ts',
    find: 'return [release.pusher, release.pusherId, release.author].some(',
    replace: 'return [release.author].slice(1).some(',
  },
  {
    name: 'ignore-a-freeze',
    bug: 'a release enters what is frozen',
    file: ADMIT,
    find: '.filter((freeze) => isInForce(freeze, now))',
    replace: '.filter(({ until }) => until !== undefined && until < now)',
  },
  {
    name: 'thaw-what-has-no-end',
    bug: 'a freeze without an end freezes nothing',
    file: ADMIT,
    find: '.filter((freeze) => isInForce(freeze, now))',
    replace: '.filter(({ until = 0 }) => until > now)',
  },
  {
    name: 'freeze-too-late',
    bug: 'what is frozen while a gate is looked at does not count for that gate',
    file: 'functions/enter-stage/take-lock.ts',
    find: 'unchanged(keys.freezeHead(), freezeHead),',
    replace: '...(freezeHead ? [] : []),',
  },
  {
    name: 'forget-the-freeze-head',
    bug: 'a freeze does not make void what is being admitted at that moment',
    file: 'functions/obey-command/freeze.ts',
    find: 'changes: [put(key, before, judged.effect.freeze), await bumpHead(table)],',
    replace: 'changes: [put(key, before, judged.effect.freeze)],',
  },
  {
    name: 'freeze-a-service-in-no-stage',
    bug: 'a freeze of a whole service covers none of its stages',
    file: 'core/admission/freezes.ts',
    find: '(freeze.stage === undefined || freeze.stage === stage);',
    replace: 'freeze.stage === stage;',
  },
  {
    name: 'unfreeze-nothing',
    bug: 'unfreezing says that it is done and leaves the freeze',
    file: 'functions/obey-command/freeze.ts',
    find: 'changes: [...(before ? [{ remove: key, expected: before.version }] : []), await bumpHead(table)],',
    replace: 'changes: [await bumpHead(table)],',
  },
  {
    name: 'ignore-a-window',
    bug: 'a release enters a stage whose window is shut',
    file: 'functions/enter-stage/gather-facts.ts',
    find: 'if (standing.may) return undefined;',
    replace: 'if (standing.may || standing.reason) return undefined;',
  },
  {
    name: 'one-person-is-an-emergency',
    bug: 'one person alone puts an emergency in force',
    file: EMERGENCY,
    find: '(config.emergencyNeeds ?? PERSONS) < PERSONS',
    replace: '(config.emergencyNeeds ?? PERSONS) <= PERSONS',
  },
  {
    name: 'second-oneself',
    bug: 'whoever asks for an emergency is the second person, too, when she asks again',
    file: EMERGENCY,
    find: 'if (first.by === by) return',
    replace: 'if (first.isInForce) return',
  },
  {
    name: 'pass-red-in-an-emergency',
    bug: 'an emergency passes alarms that are red',
    file: ADMIT,
    find: '...asked, ...alarmed(facts), ...drifted(facts)];',
    replace: '...asked, ...(isEmergency ? [] : alarmed(facts)), ...drifted(facts)];',
  },
  {
    name: 'pass-a-hold-in-an-emergency',
    bug: 'an emergency passes a hold',
    file: ADMIT,
    find: 'return [...queued(facts), ...held(facts),',
    replace: 'return [...queued(facts), ...(isEmergency ? [] : held(facts)),',
  },
  {
    name: 'obey-twice',
    bug: 'the same order twice acts twice',
    file: OBEY,
    find: 'create(keys.command(id), { ...record, expiresAt }),',
    replace: '',
  },
];
