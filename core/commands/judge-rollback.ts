import type { Environment, Run } from '../ledger/items.ts';
import type { Current } from '../release/current.ts';
import type { Judged } from './judged.ts';

export interface RollbackAsked {
  environment: Environment;
  /** What was ever healthy there, newest first. */
  healthy: Current[];
  /** Commits that are held to be bad. */
  quarantined: ReadonlySet<string>;
  to?: number | undefined;
  /** A release that could not be taken back was the last one there: what runs may not be what is current. */
  isStuck?: boolean;
}

const SHOWN = 5;

/** What a stage goes back to: the release that a person names, else the last one before the current that is still held to be good. */
export function chooseTarget(asked: RollbackAsked): Judged<Current> {
  const { environment, healthy, to, isStuck = false } = asked;
  const { service, stage, current } = environment;
  if (!current) return { refused: `nothing was ever healthy in ${service} ${stage}: there is nothing to go back to` };
  // What a person adopted runs in the place of the current release, which can be gone back to itself.
  const isThere = (release: number): boolean => release === current.release && !current.adopted && !isStuck;
  const good = healthy.filter((each) => !isThere(each.release) && !whyBad(asked, each));
  if (to === undefined) {
    const last = good.find(({ release }) => release <= current.release);
    return last
      ? { effect: last }
      : {
          refused: `${service} ${stage} has nothing to go back to from ${service}#${current.release}${sayGood(service, good)}`,
        };
  }
  if (isThere(to)) return { refused: `${service}#${to} is what ${service} ${stage} has already` };
  const named = healthy.find(({ release }) => release === to);
  if (!named) return { refused: `${service}#${to} was never healthy in ${stage}${sayGood(service, good)}` };
  const bad = whyBad(asked, named);
  return bad ? { refused: `${service}#${to} ${bad}${sayGood(service, good)}` } : { effect: named };
}

function whyBad({ quarantined, environment: { hold } }: RollbackAsked, { release, sha }: Current): string | undefined {
  if (quarantined.has(sha)) return 'is quarantined';
  return hold?.release === release && hold.kind !== 'inconclusive' ? 'is what the stage is held for' : undefined;
}

const sayGood = (service: string, good: Current[]): string =>
  good.length > 0
    ? `; there ${good.length > 1 ? 'are' : 'is'} ${good
        .slice(0, SHOWN)
        .map(({ release }) => `${service}#${release}`)
        .join(', ')}`
    : '; there is no other';

/** A migration that cannot be undone has run since: the old code would meet what it does not know. */
export function whyIrreversible(goesTo: string, since: Run[]): string | undefined {
  const ran = since.filter(({ migration }) => migration?.reversible === false).map(({ release }) => release);
  return ran.length > 0
    ? `the migration of ${ran.join(', ')} cannot be undone, and ${goesTo} is older: say that you go back all the same (--despite-migration)`
    : undefined;
}
