import type { ChecksNews, ConfigItem } from '#core/ledger/items.ts';
import { keys, repositoryPartition, SERVICE_PREFIX } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { isOwnContext } from '#core/reports/own-context.ts';
import type { ToldChecks } from './parse-checks.ts';

const KEPT_DAYS = 14;

/**
 * Writes down that a check which some service waits for has ended, and nothing of how: the ledger's stream passes it on, and whoever waits asks
 * GitHub. The same delivery twice is one. Throws when it could not be stored.
 */
export async function tellChecks(
  { table, now }: { table: Table; now: Now },
  { repositoryId, sha, name, isOver }: ToldChecks,
  delivery: string,
): Promise<{ status: number; message: string }> {
  // What we report ourselves comes back: a dozen times per release, and nobody waits for it.
  if (name !== undefined && isOwnContext(name)) return { status: 200, message: 'ignored: this is our own report' };
  const configs = (await table.list(repositoryPartition(repositoryId), {
    prefix: SERVICE_PREFIX,
  })) as unknown as ConfigItem[];
  if (configs.length === 0) return { status: 404, message: 'ignored: no service is configured for this repository' };
  const required = configs.flatMap(({ config }) => config.checks?.require ?? []);
  if (required.length === 0 || (name !== undefined && !required.includes(name)))
    return { status: 200, message: 'ignored: no service waits for this check' };
  if (!isOver) return { status: 200, message: 'ignored: this check has not ended' };
  const at = now();
  const news: ChecksNews = { repositoryId, sha, at, expiresAt: Math.floor(at / 1_000) + KEPT_DAYS * 86_400 };
  await table.write([create(keys.checksNews(repositoryId, sha, delivery), news)]);
  return { status: 202, message: `whoever waits for the checks of ${sha.slice(0, 7)} looks again` };
}
