import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What GitHub keeps of a commit status, the parts that matter here. https://docs.github.com/en/rest/commits/statuses */
export interface Status {
  id: number;
  context: string;
  state: string;
  target_url: string | null;
  description: string | null;
  created_at: string;
  updated_at: string;
}

/** What GitHub keeps of a check run, the parts that matter here. https://docs.github.com/en/rest/checks/runs */
export interface CheckRun {
  id: number;
  name: string;
  head_sha: string;
  status: string;
  conclusion: string | null;
  details_url: string | null;
  html_url: string;
  started_at: string;
  completed_at: string | null;
  app: { id: number; slug: string; name: string };
}

/** Everything that was reported about one commit, oldest first. */
export interface Reports {
  statuses: Status[];
  runs: CheckRun[];
}

/** Nothing, for a commit that nobody has reported about. */
export function readReports(bareDirectory: string, sha: string): Reports {
  const file = fileOf(bareDirectory, sha);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { statuses: [], runs: [] };
}

/** A check run by its number, whatever commit it is of. */
export function findRun(bareDirectory: string, id: string): CheckRun | undefined {
  const folder = join(bareDirectory, 'reports');
  const shas = existsSync(folder) ? readdirSync(folder).flatMap((name) => /^(\w+)\.json$/.exec(name)?.[1] ?? []) : [];
  return shas.flatMap((sha) => readReports(bareDirectory, sha).runs).find((run) => String(run.id) === id);
}

/** Whoever reads meanwhile finds what was there before, or this. */
export function writeReports(bareDirectory: string, sha: string, reports: Reports): void {
  const file = fileOf(bareDirectory, sha);
  mkdirSync(join(bareDirectory, 'reports'), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(reports));
  renameSync(`${file}.new`, file);
}

/** The next number that nothing in this repository has yet. */
export function nextId(bareDirectory: string): number {
  const file = join(bareDirectory, 'reports', 'last-id');
  mkdirSync(join(bareDirectory, 'reports'), { recursive: true });
  const id = existsSync(file) ? Number(readFileSync(file, 'utf8')) + 1 : 1;
  writeFileSync(`${file}.new`, String(id));
  renameSync(`${file}.new`, file);
  return id;
}

const fileOf = (bareDirectory: string, sha: string): string => join(bareDirectory, 'reports', `${sha}.json`);
