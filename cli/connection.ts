import type { Checkup } from '#core/ports/checkup.ts';
import type { Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import type { Clients } from '#local/installation/clients.ts';

/** An account, as the AWS CLI would find it; each goes before what the environment says. */
export interface Account {
  profile?: string | undefined;
  region?: string | undefined;
}

/** Where Bakewatch is looked for: on this machine, or in an account. */
export interface Where extends Account {
  dir: string;
  aws?: boolean;
}

/** Whoever names a profile or a region means an account, too. */
export const isInAccount = ({ aws, profile, region }: Where): boolean => Boolean(aws || profile || region);

export interface Connection {
  clients: Pick<Clients, 'lambda'>;
  table: Table;
  /** What `doctor` asks further; loaded when it does. */
  checkup(): Promise<Checkup>;
  /** Where it is, for a sentence: `us-east-1`, `.bakewatch`. */
  place: string;
  /** The page of everything. */
  home: string;
  pageOf(release: Release): string;
}
