import type { Freeze, Run, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { type Release, releaseId } from '#core/release/release.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, isRelease, isRun, releaseIn } from './read-ledger.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Production is shut from 12:45 to 13:15, and bakes for five minutes unless a story says otherwise; so long may a call of a look take. */
const SHUT = { from: 765 * MINUTE, to: 795 * MINUTE, bakes: 5 * MINUTE, slack: 2 * MINUTE };
/** Whoever wrote what is released. */
const AUTHOR = 'amy';

/**
 * S6, S14: who goes forward in a stage was let in by as many persons as it asks for, for what is deployed and without its author's own
 * word; nothing there is frozen and no window is shut. S2: an order acts once.
 */
export function permission(facts: Facts): Check {
  return {
    onCommit(changes) {
      for (const { before, after } of changesOf<Run>(changes, isRun))
        if (after?.enteredAt !== undefined && before?.enteredAt === undefined) checkEntry(facts, after);
      for (const { after } of changesOf<StoredRelease>(changes, isRelease)) if (after) checkEmergency(facts, after);
    },
    atEnd: () => checkOrders(facts),
  };
}

function checkEntry(facts: Facts, run: Run): void {
  const release = releaseIn(facts.ledger, run.release);
  // A way back asks for nobody's permission.
  if (!release || release.turnsBack) return;
  checkFreezes(facts, run);
  if (run.stage !== 'production' || release.emergency?.isInForce) return;
  checkApprovals(facts, release, run);
  checkWindow(facts, run);
}

/** Freezes as they are in the ledger in the moment of the entry. */
function checkFreezes({ sim, setup, ledger, violate }: Facts, { release, stage }: Run): void {
  const scopes = [keys.freeze(), keys.freeze(SERVICE), keys.freeze(undefined, stage), keys.freeze(SERVICE, stage)];
  for (const scope of scopes) {
    const freeze = ledger.get(scope) as Freeze | undefined;
    if (freeze && (freeze.until === undefined || freeze.until > sim.clock.now() + setup.skewMs))
      violate('S6', `${release} enters ${stage}, which ${freeze.by} has frozen`);
  }
}

function checkApprovals({ setup, violate }: Facts, release: StoredRelease, { approvals = [], rejected }: Run): void {
  if (!setup.approval) return;
  const id = releaseId(release);
  if (rejected) violate('S6', `${id} enters production, though ${rejected.by} has rejected it`);
  const counted = approvals.filter(({ by, digest }) => by !== AUTHOR && digest === release.digest);
  const persons = new Set(counted.map(({ by }) => by)).size;
  if (persons < setup.approval + (release.pusher === undefined ? 1 : 0))
    violate('S14', `${id} enters production, and ${persons} of ${setup.approval} persons have approved it`);
}

/** What was slow or late may enter on what it read before. */
function checkWindow({ sim, setup, violate }: Facts, { release, stage }: Run): void {
  const isLate = Object.keys(sim.plan.injected()).some((place) => place.includes(`enter-stage ${release}/`));
  if (!setup.window || isLate) return;
  const at = sim.clock.now() % DAY;
  const from = SHUT.from - (setup.bakeForMs ?? SHUT.bakes) + SHUT.slack + setup.skewMs;
  if (at > from && at < SHUT.to - setup.skewMs) violate('S6', `${release} enters ${stage}, whose window is shut`);
}

/** It takes two. */
function checkEmergency({ violate }: Facts, { emergency, ...release }: Release): void {
  if (emergency?.isInForce && (emergency.seconded?.by ?? emergency.by) === emergency.by)
    violate('S14', `${releaseId(release)} is an emergency, by ${emergency.by} alone`);
}

function checkOrders({ ledger, violate }: Facts): void {
  const orders = [...ledger.all()]
    .filter(({ pk, sk }) => pk.startsWith('COMMANDS#') && sk.startsWith('COMMAND#'))
    .map(({ sk }) => sk.split('#').at(-1));
  const twice = orders.find((id, i) => orders.indexOf(id) !== i);
  if (twice) violate('S2', `${twice} was obeyed twice`);
}
