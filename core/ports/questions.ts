import type { Order } from '../commands/command.ts';

/** What somebody in Slack wants to hear, and where the answer goes: she alone sees it. */
export interface Question {
  /** The address that Slack gave for it: good for five answers within half an hour. */
  responseUrl: string;
  asked:
    | { kind: 'status'; service?: string | undefined }
    /** A release or a commit. */
    | { kind: 'why'; asked: string }
    | { kind: 'order'; order: Order }
    /** Nothing is asked: this is to be said to her. */
    | { kind: 'said'; sentence: string };
}

/** The way to whoever answers, for whoever may not wait for the answer. */
export interface Questions {
  /** Resolves when the question is kept and will be answered at least once; throws when it may not be. */
  send(question: Question): Promise<void>;
}
