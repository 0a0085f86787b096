/**
 * An event as https://cdevents.dev has it: version 0.5.1 of https://github.com/cdevents/spec. The version at the end of a type is the
 * event's own.
 */
export interface CdEvent {
  context: CdContext;
  subject: { id: string; content: Record<string, unknown> };
  customData: object;
  customDataContentType: 'application/json';
}

export interface CdContext {
  specversion: '0.5.1';
  /** The same for the same event, however often it is published: unique within `source`. */
  id: string;
  /** Which installation says so. */
  source: string;
  type: string;
  timestamp: string;
  /** A UUID: the same for all that belongs to one release. */
  chainId: string;
}

/** What is said, without what is the same in every event of one source and chain. */
export interface Said {
  /** `<subject>.<predicate>.<version>` of the vocabulary, or of our own words. */
  type: `dev.cdevents.${string}` | `dev.cdeventsx.bakewatch-${string}`;
  subject: string;
  content: Record<string, unknown>;
}

/** Whose events these are. */
export interface Chain {
  source: string;
  chainId: string;
}

/** `of` names what is said within the source, once and for ever; `data` is our own, beside what the vocabulary has a place for. */
export function cdEvent(chain: Chain, of: { id: string; at: number; data: object }, said: Said): CdEvent {
  return {
    context: {
      specversion: '0.5.1',
      id: `${of.id}/${wordsOf(said.type)}`,
      source: chain.source,
      type: said.type,
      timestamp: new Date(of.at).toISOString(),
      chainId: chain.chainId,
    },
    subject: { id: said.subject, content: said.content },
    customData: of.data,
    customDataContentType: 'application/json',
  };
}

/** `service.deployed` of `dev.cdevents.service.deployed.0.3.0`. */
const wordsOf = (type: string): string => type.split('.').slice(2, 4).join('.');
