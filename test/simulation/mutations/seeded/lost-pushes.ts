import type { Mutation } from '../mutation.ts';

const JUDGE = 'core/intake/judge-branch.ts';
const COMPARE = 'functions/find-lost-pushes/compare-branch.ts';
const ACCEPT = 'functions/steps/intake/accept-push.ts';

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
    name: 'find-at-first-sight',
    bug: 'a push is taken for lost while its webhook is on its way',
    file: JUDGE,
    find: "if (!wasElsewhere) return { kind: 'suspected', sighting: seen };",
    replace: "if (!wasElsewhere) return { kind: 'lost', before: known, since: now };",
  },
  {
    name: 'suspect-by-an-old-sighting',
    bug: 'what was seen at the branch before other pushes came counts as seen since',
    file: JUDGE,
    find: 'const last = sighting?.headVersion === headVersion ? sighting : undefined;',
    replace: 'const last = sighting;',
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
    name: 'find-beside-the-webhook',
    bug: 'a push is found although its webhook came while the search was asking',
    file: ACCEPT,
    find: 'if (push.found && intake.head && intake.head.after !== push.before)',
    replace: "if (push.found && intake.head && intake.head.after === '')",
  },
  {
    name: 'find-the-same-but-once',
    bug: 'a commit that comes back to the branch, and is lost again, is found no more',
    file: COMPARE,
    find: '`lost-${repository.id}-${after}-${since}`',
    replace: '`lost-${repository.id}-${after}${since > 0 ? \'\' : since}`',
  },
  {
    name: 'trust-what-was-found',
    bug: 'a found push is taken for the newest, though those that are missing may come yet',
    file: ACCEPT,
    find: 'unordered: arrival.unordered || found === true,',
    replace: 'unordered: arrival.unordered,',
  },
  {
    name: 'move-the-head-back',
    bug: 'a late webhook moves the head of the branch back behind what was found there',
    file: ACCEPT,
    find: 'gap && head?.found ?',
    replace: 'gap && head?.found && !push.after ?',
  },
  {
    name: 'find-no-deletion',
    bug: 'the deletion of a branch whose webhook is lost is never found',
    file: COMPARE,
    find: "if (verdict.kind === 'as known') return AS_KNOWN;",
    replace: "if (verdict.kind === 'as known' || tip === 'no branch') return AS_KNOWN;",
  },
  {
    name: 'ask-the-ledger-first',
    bug: 'what the ledger had before the host was asked is compared with what the host says now',
    file: COMPARE,
    find: 'const tip = await sourceHost.head(repository, branch); const head = (await table.read(headKey)) as Stored<PushHead> | undefined;',
    replace:
      'const head = (await table.read(headKey)) as Stored<PushHead> | undefined; const tip = await sourceHost.head(repository, branch);',
  },
];
