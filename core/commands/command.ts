import type { CommandKind } from '../config/schema.ts';
import type { Identity } from '../people/who.ts';

/** What a person wants, whichever way it comes. */
export interface Order {
  /** Drawn by whoever sends it: the same order twice is one. */
  id: string;
  by: Identity;
  /** Why; it is kept for ever. */
  reason: string;
  command: Command;
  seen?: Seen | undefined;
  /** The release on whose card in Slack it was given, `hello#7`, where the command itself names none: its thread hears of a refusal. */
  card?: string | undefined;
}

/** What the person was looking at: what is given here and is otherwise now makes the order stale. */
export interface Seen {
  digest?: string | undefined;
  state?: string | undefined;
  /** Where the release was. */
  stage?: string | undefined;
  /** Since when the stage was held: epoch ms. */
  holdSince?: number | undefined;
  /** The number of the release that was current in the stage. */
  current?: number | undefined;
}

/** `release` is `hello#7`. */
interface OfRelease {
  release: string;
}

interface OfStage {
  service: string;
  stage: string;
}

/** Neither: everything. A stage alone: that stage of every service. */
export interface Scope {
  service?: string | undefined;
  stage?: string | undefined;
}

interface Forms {
  /** `sha`: 40 hex digits. */
  deploy: { service: string; sha: string };
  approve: OfRelease & { stage: string };
  reject: OfRelease & { stage: string };
  cancel: OfRelease;
  rollback: OfStage & {
    /** The number of the release to go back to; the last healthy one before the current one when it is left out. */
    to?: number | undefined;
    /** Although a migration ran since that cannot be undone. */
    despiteMigration?: boolean | undefined;
  };
  resume: OfStage;
  /** `revisions`: each as the drift blocker spells it, `family:7`. */
  adopt: OfStage & { revisions: string[] };
  'fix-forward': OfStage;
  /** `until`: epoch ms. */
  freeze: Scope & { until?: number | undefined };
  unfreeze: Scope;
  emergency: OfRelease;
  /** `sha`: 7 to 40 hex digits. */
  pardon: { service: string; sha: string };
}

export type CommandOf<Kind extends CommandKind> = { kind: Kind } & Forms[Kind];
export type Command = { [Kind in CommandKind]: CommandOf<Kind> }[CommandKind];
