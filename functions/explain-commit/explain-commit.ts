import { explain } from '#core/explain/explain.ts';
import type { Explained, Explanation } from '#core/explain/explanation.ts';
import { parseAsked } from '#core/explain/parse-asked.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Now } from '#core/ports/clock.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { askHost, type HostQuestions } from './ask-host.ts';
import { findSha } from './find-sha.ts';
import { type KnownService, readKnown } from './read-known.ts';
import { readServiceFacts } from './read-service-facts.ts';

export interface ExplainCommitPorts {
  table: Table;
  sourceHost: Pick<SourceHost, 'isOnBranch' | 'resolve'>;
  now: Now;
}

/** Where a commit or a release is, why not further, and what to do. Only reads; without the host it says what the ledger knows. */
export async function explainCommit(ports: ExplainCommitPorts, { asked }: { asked: string }): Promise<Explained> {
  const parsed = parseAsked(asked);
  if (parsed.kind === 'neither') return { explained: false, message: parsed.message };
  const host = askHost(ports.sourceHost, ports.now);
  if (parsed.kind === 'release') return explainRelease(ports, host, parsed);
  const services = await readKnown(ports.table);
  const found = await findSha(parsed.start, services, host);
  if ('ambiguous' in found) return { explained: false, message: found.ambiguous };
  const { sha } = found;
  const known = sha ? services : [];
  const explanation = await explaining(ports, host, { asked: parsed.start, services: known, ...(sha ? { sha } : {}) });
  return { explained: true, explanation };
}

async function explainRelease(
  ports: ExplainCommitPorts,
  host: HostQuestions,
  { service, number }: { service: string; number: number },
): Promise<Explained> {
  const [release, services] = await Promise.all([
    ports.table.read(keys.release(service, number)) as Promise<StoredRelease | undefined>,
    readKnown(ports.table, service),
  ]);
  const asked = `${service}#${number}`;
  if (release) {
    const explanation = await explaining(ports, host, { asked, services, sha: release.sha, release });
    return { explained: true, explanation };
  }
  const newest = services[0]?.releases[0];
  const instead = newest ? `the newest of ${service} is ${service}#${newest.number}` : `${service} has no release yet`;
  return { explained: false, message: `There is no release ${asked}: ${instead}.` };
}

interface Question {
  asked: string;
  services: KnownService[];
  sha?: string;
  release?: StoredRelease;
}

async function explaining(
  { table, now }: ExplainCommitPorts,
  host: HostQuestions,
  { asked, services, sha, release }: Question,
): Promise<Explanation> {
  const facts = sha
    ? await Promise.all(services.map((known) => readServiceFacts(table, host, known, sha, release)))
    : [];
  const subject =
    release?.subject ?? facts.flatMap(({ carriers }) => carriers).find(({ bond }) => bond === 'own')?.release.subject;
  return explain({
    asked,
    now: now(),
    ...(sha ? { sha } : {}),
    ...(subject ? { subject } : {}),
    services: facts,
    unanswered: host.unanswered(),
  });
}
