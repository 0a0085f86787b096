import type { EventKind, LedgerEvent, Run } from '../ledger/items.ts';
import type { Release } from '../release/release.ts';
import { type CdEvent, type Chain, cdEvent, type Said } from './cd-event.ts';
import { outcomeOf } from './outcome-of.ts';
import { imagePurl } from './purl.ts';

/** What stands beside an event in the ledger. What is missing is not said. */
export interface EventFacts {
  release?: Release | undefined;
  /** Its time in the stage that the event is about. */
  run?: Run | undefined;
  /** `<registry>/<repository>@<digest>` as the release was built. */
  image?: string | undefined;
  /** ECS was asked to take the stage back. */
  wentBack?: boolean | undefined;
  /** Where its execution is shown: a URI. */
  execution: string;
}

/**
 * The CDEvents of one line of a release's history: what the vocabulary has words for, and else one of our own, so that every line can be
 * followed. Pure and total: with fewer facts it says less. docs/events.md has the catalogue.
 */
export function releaseEvents(chain: Chain, event: LedgerEvent, facts: EventFacts): CdEvent[] {
  const { release, number, at } = event;
  const known = inVocabulary(event, facts);
  return (known.length > 0 ? known : [ownWord(event)]).map((said) =>
    cdEvent(chain, { id: `${release}/${number}`, at, data: dataOf(event) }, said),
  );
}

/** The line itself, whatever it is said as. Its key and version are the ledger's own. */
function dataOf({ release, number, kind, state, stage, actor, sentence, page, alarms, logs }: LedgerEvent): object {
  return { release, number, kind, state, stage, actor, sentence, page, alarms, logs };
}

/** The part of a type that says what happened has letters only. */
export const predicateOf = (kind: EventKind): string => kind.replaceAll('-', '');

const ownWord = ({ release, kind, state, stage }: LedgerEvent): Said => ({
  type: `dev.cdeventsx.bakewatch-release.${predicateOf(kind)}.0.1.0`,
  subject: release,
  content: { state, ...(stage ? { environment: { id: stage } } : {}) },
});

function inVocabulary(event: LedgerEvent, facts: EventFacts): Said[] {
  switch (event.kind) {
    case 'accepted':
      return [...merged(facts), pipeline(event, 'queued')];
    case 'prepared':
      return [pipeline(event, 'started', { uri: facts.execution })];
    case 'artifact':
      return facts.image
        ? [{ type: 'dev.cdevents.artifact.published.0.3.0', subject: imagePurl(facts.image), content: {} }]
        : [];
    case 'verified':
      return tested(event);
    case 'deployed':
      return arrived(event, facts);
    case 'ended':
      return [...changed(event, facts), pipeline(event, 'finished', outcomeOf(event.state, event.sentence))];
    default:
      return [];
  }
}

/** Only a push brings a change: what a person orders is of a commit that is there. */
const merged = ({ release }: EventFacts): Said[] =>
  release && !release.turnsBack && !release.askedFor
    ? [
        {
          type: 'dev.cdevents.change.merged.0.3.0',
          subject: release.sha,
          content: { repository: { id: release.repositoryName } },
        },
      ]
    : [];

const pipeline = (event: LedgerEvent, what: 'queued' | 'started' | 'finished', more: object = {}): Said => ({
  type: `dev.cdevents.pipelinerun.${what}.0.3.0`,
  subject: event.release,
  content: { pipelineName: serviceOf(event), ...more },
});

const tested = ({ release, stage }: LedgerEvent): Said[] =>
  stage
    ? [
        {
          type: 'dev.cdevents.testsuiterun.finished.0.3.0',
          subject: `${release}/${stage}/tests`,
          content: { environment: { id: stage }, outcome: 'success' },
        },
      ]
    : [];

/** At the end of a release: it came into its last stage, or its stage went back to what was there before. */
function changed(event: LedgerEvent, facts: EventFacts): Said[] {
  const turn = facts.release?.turnsBack;
  if (event.state === 'SUCCEEDED' && !turn) return arrived(event, facts);
  const isBack = event.state === 'ROLLED_BACK' || event.state === 'CANCELLED' || event.state === 'SUCCEEDED';
  const before = turn?.goesTo ?? facts.run?.rollbackTo;
  if (!(isBack && before && facts.wentBack)) return [];
  return service(event, 'rolledback', facts.image && withDigest(facts.image, before.digest));
}

/** It is healthy there: nothing of the service was there before, or an earlier release. */
const arrived = (event: LedgerEvent, { run, image }: EventFacts): Said[] =>
  service(event, run?.rollbackTo ? 'upgraded' : 'deployed', image);

const service = (
  event: LedgerEvent,
  what: 'deployed' | 'upgraded' | 'rolledback',
  image: string | undefined,
): Said[] =>
  event.stage && image
    ? [
        {
          type: `dev.cdevents.service.${what}.0.3.0`,
          subject: serviceOf(event),
          content: { environment: { id: event.stage }, artifactId: imagePurl(image) },
        },
      ]
    : [];

const serviceOf = ({ release }: LedgerEvent): string => release.replace(/#.*$/, '');

/** The repository of a service's images is the same for all of its releases. */
const withDigest = (image: string, digest: string): string => image.replace(/@.*$/, `@${digest}`);
