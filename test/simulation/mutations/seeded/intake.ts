import type { Mutation } from '../mutation.ts';

const PUSH = 'core/intake/judge-push.ts';
const RIVALS = 'functions/prepare-release/find-rivals.ts';
const PREPARE = 'functions/prepare-release/prepare-release.ts';

/** From a push to a release. */
export const intake: Mutation[] = [
  {
    name: 'trust-anybody',
    bug: 'a webhook with a wrong signature is taken for GitHub',
    file: 'functions/steps/edge/verify-hmac.ts',
    find: 'return isWellFormed && matches.includes(true);',
    replace: 'return isWellFormed && matches.length > 0;',
  },
  {
    name: 'say-yes-before-storing',
    bug: 'a push that could not be stored is answered as accepted',
    file: 'functions/steps/webhook/receive-delivery.ts',
    find: 'accepted.push(await acceptPush(ports, push, ',
    replace:
      "accepted.push(await (async (...given: Parameters<typeof acceptPush>) => acceptPush(...given).catch(() => ({ kind: 'accepted' as const, message: '', releases: [] })))(ports, push, ",
  },
  {
    name: 'tell-pushes-by-delivery-alone',
    bug: 'a push that is sent again under another delivery id becomes another release',
    file: PUSH,
    find: 'if (same && !(continues &&',
    replace: 'if (same && false && !(continues &&',
  },
  {
    name: 'trust-the-chain-after-a-gap',
    bug: 'pushes after a gap are taken for ordered, and the repository is not asked',
    file: PUSH,
    find: "return { kind: 'new', gap, unordered: gap || head?.unsure === true };",
    replace: "return { kind: 'new', gap, unordered: false };",
  },
  {
    name: 'release-a-late-push',
    bug: 'a push that came late goes forward behind a newer release',
    file: RIVALS,
    find: "!== 'gone') return releaseId(head);",
    replace: "=== 'tip') return releaseId(head);",
  },
  {
    name: 'supersede-by-the-unsure',
    bug: 'a release is superseded by one of which nobody knows yet whether it is newer',
    file: RIVALS,
    find: "&& !(unordered && state === 'ACCEPTED'),",
    replace: '&& (unordered ?? true),',
  },
  {
    name: 'release-a-commit-that-is-gone',
    bug: 'a commit that a force-push took away is released',
    file: PREPARE,
    find: "if (standing === 'gone')",
    replace: 'if (!standing)',
  },
  {
    name: 'delete-more-than-was-known',
    bug: 'the deletion of a branch that comes late ends what was pushed after it',
    file: 'functions/steps/intake/supersede-branch.ts',
    find: 'const number = gap ? await numberOf(table, service, push.before) : head.lastNumber;',
    replace: 'const number = head.lastNumber;',
  },
];
