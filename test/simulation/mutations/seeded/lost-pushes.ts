import type { Mutation } from '../mutation.ts';

const JUDGE = 'core/intake/judge-branch.ts';
const COMPARE = 'functions/find-lost-pushes/compare-branch.ts';

/** Pushes whose webhook never came. */
export const lostPushes: Mutation[] = [
  {
    name: 'find-no-lost-push',
    bug: 'a push whose webhook is lost is suspected for ever and never found',
    file: JUDGE,
    find: 'return now - last.since >= ON_ITS_WAY_MS',
    replace: 'return now < last.since',
  },
  {
    name: 'find-what-is-known',
    bug: 'a push that came in another order is found once more, and released twice',
    file: COMPARE,
    find: 'if (head && after !== NO_COMMIT && (await isKnown(table, tracked, { head, after, forced }))) {',
    replace: 'if (head && after === NO_COMMIT && (await isKnown(table, tracked, { head, after, forced }))) {',
  },
  {
    name: 'leave-the-head-wrong',
    bug: 'the head that the ledger has of a branch is not put right',
    file: COMPARE,
    find: 'await table.write([put(headKey, head, { after, unsure: true })]);',
    replace: '',
  },
  {
    name: 'find-no-deletion',
    bug: 'the deletion of a branch whose webhook is lost is never found',
    file: COMPARE,
    find: "if (verdict.kind === 'as known') return AS_KNOWN;",
    replace: "if (verdict.kind === 'as known' || tip === 'no branch') return AS_KNOWN;",
  },
];
