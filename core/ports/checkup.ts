import type { Answer } from './inventory.ts';

/** What an installation consists of, by the names that AWS knows it by. */
export interface Installed {
  functions: string[];
  /** The functions that the ledger's stream calls. */
  readers: string[];
  stateMachine: string;
  alias: string;
  rules: string[];
  secrets: string[];
  alarms: string[];
}

export interface FunctionState {
  /** Active, Pending, Inactive, Failed; on one machine it may be left out. */
  state?: string | undefined;
  /** Successful, InProgress, Failed. */
  lastUpdate?: string | undefined;
  reason?: string | undefined;
}

/** Answers by name, in the order in which they were asked for. */
export type Answers<Found> = Record<string, Answer<Found>>;

export interface InstallationFacts {
  functions: Answers<FunctionState>;
  /** By function. `state`: Enabled, Disabled, and what comes in between; `result` is how the last call ended. */
  readers: Answers<{ state: string; result: string }>;
  alias: Answer<true>;
  /** ENABLED or DISABLED. */
  rules: Answers<{ state: string }>;
  /** `versions`: how many values of it are kept, the current one and the one before: one alone is what it was made with. */
  secrets: Answers<{ versions: number }>;
  /** OK, ALARM or INSUFFICIENT_DATA. */
  alarms: Answers<{ state: string; reason: string }>;
}

/** How an installation is, as AWS tells it. Every call only reads, no value of a secret, and none throws. */
export interface Checkup {
  read(installed: Installed): Promise<InstallationFacts>;
}
