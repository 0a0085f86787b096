import { createHash } from 'node:crypto';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';

const KEPT_DAYS = 14;
const LARGEST_KEPT = 100_000;

/** What truly came from the host and could not be understood is kept for a person to look at, and answered with 400. */
export async function keepRejected(
  { table, now }: { table: Table; now: Now },
  delivery: string,
  body: Uint8Array,
  message: string,
): Promise<{ status: 400; message: string }> {
  const copy = {
    message,
    at: now(),
    expiresAt: Math.floor(now() / 1_000) + KEPT_DAYS * 86_400,
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    ...(body.length <= LARGEST_KEPT ? { body: Buffer.from(body).toString('base64') } : {}),
  };
  await table.write([create({ ...keys.delivery(delivery), sk: 'REJECTED' }, copy)]);
  return { status: 400, message };
}
