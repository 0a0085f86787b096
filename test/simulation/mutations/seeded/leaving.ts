import type { Mutation } from '../mutation.ts';

const LEAVE = 'functions/leave-stage/leave-stage.ts';
const RESUME = 'core/commands/judge-resume.ts';

/** What a release leaves behind in a stage, its lock, and what people do about it. */
export const leaving: Mutation[] = [
  {
    name: 'forget-what-is-current',
    bug: 'a release that was healthy does not become what a rollback goes to',
    file: LEAVE,
    find: 'return { ...rest, current, ...(',
    replace: 'return { ...rest, ...(rest.current ? {} : { current }), ...(',
  },
  {
    name: 'forget-to-free',
    bug: 'the lock is not freed after a healthy bake',
    file: LEAVE,
    find: 'function freed({ holder: _freed, hold, ...rest }: Stored<Environment>, current: Current): Environment {',
    replace: 'function freed({ hold, ...rest }: Stored<Environment>, current: Current): Environment {',
  },
  {
    name: 'free-the-lock-first',
    bug: 'the lock is freed in a write of its own, before the end of the release is written',
    file: LEAVE,
    find: '    return {\n      changes: [\n        change(environment, freed(environment, current)),',
    replace:
      '    await ports.table.write([change(environment, freed(environment, current))]);\n    return {\n      changes: [',
  },
  {
    name: 'never-renew',
    bug: 'looks do not renew the lease of the lock',
    file: 'functions/steps/renew-lease.ts',
    find: 'if (!holder || holder.leaseUntil - now >= (until - now) / 2) return',
    replace: 'if (environment) return',
  },
  {
    name: 'take-a-refused-write-for-done',
    bug: 'a write that was refused because somebody was faster is taken for done',
    file: 'functions/steps/settle-change.ts',
    find: 'if (changes.length === 0 || (await table.write(changes))) return result;',
    replace: 'if (changes.length === 0 || (await table.write(changes)) || changes) return result;',
  },
  {
    name: 'change-without-history',
    bug: 'a release changes without a line in its history',
    file: 'core/ledger/record.ts',
    find: 'return [change(release, next), create(keys.event(event.release, number), event)];',
    replace:
      "return event.kind === 'verdict' ? [change(release, next)] : [change(release, next), create(keys.event(event.release, number), event)];",
  },
  {
    name: 'free-a-lock-at-work',
    bug: 'whoever lifts a hold frees the lock of a release that is at work',
    file: RESUME,
    find: 'const isFreed = keepsLock(environment);',
    replace: 'const isFreed = true;',
  },
  {
    name: 'keep-a-broken-lock',
    bug: 'resuming after a failed rollback lifts the hold, but leaves the lock',
    file: RESUME,
    find: 'const isFreed = keepsLock(environment);',
    replace: 'const isFreed = false;',
  },
  {
    name: 'ask-the-person-again',
    bug: 'a person takes an inconclusive bake for healthy, and is asked again',
    file: RESUME,
    find: "accepts: hold.kind === 'inconclusive',",
    replace: 'accepts: false,',
  },
  {
    name: 'adopt-under-way',
    bug: 'what runs in the middle of a deployment is adopted as the way back',
    file: 'core/commands/is-at-work.ts',
    find: 'holder !== undefined &&',
    replace: 'holder === undefined &&',
  },
];
