import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Json } from '../json.ts';

/** Where time and chance come from, so that a run under an injected clock and ids can be repeated exactly. */
export interface Sources {
  /** Epoch ms. */
  now(): number;
  uuid(): string;
  /** [0, 1) */
  random(): number;
}

const HASHES: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const LONGEST_RANGE = 1000;

/**
 * Gives an expression what Step Functions adds to JSONata, and takes away what it forbids.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html ("JSONata functions provided by Step Functions")
 */
export function registerExtraFunctions(expression: jsonata.Expression, sources: Sources): void {
  expression.registerFunction('now', (picture?: string, zone?: string) => formatNow(sources.now(), picture, zone));
  expression.registerFunction('millis', () => sources.now());
  expression.registerFunction('partition', partition);
  expression.registerFunction('range', range);
  expression.registerFunction('hash', hash);
  expression.registerFunction('random', (seed?: number) => (seed === undefined ? sources.random() : seeded(seed)));
  expression.registerFunction('uuid', () => sources.uuid());
  expression.registerFunction('parse', (text: string): Json => JSON.parse(text));
  expression.registerFunction('eval', () => {
    throw new Error('$eval is not supported. Use $parse to read JSON text.');
  });
}

const formatted = jsonata('$fromMillis($time, $picture, $zone)');

async function formatNow(time: number, picture: string | undefined, zone: string | undefined): Promise<string> {
  if (picture === undefined && zone === undefined) return new Date(time).toISOString();
  return await formatted.evaluate(undefined, { time, picture, zone });
}

function partition(items: Json[], size: number): Json[][] {
  if (!Number.isInteger(size) || size < 1) throw new Error('$partition needs a positive whole chunk size.');
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function range(first: number, last: number, step: number): number[] {
  if (!step) throw new Error('$range needs a step other than 0.');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new Error(`$range gives at most ${LONGEST_RANGE} numbers.`);
  return Array.from({ length }, (_, i) => first + i * step);
}

function hash(data: Json, algorithm: string): string {
  const name = HASHES[algorithm];
  if (!name) throw new Error(`$hash knows ${Object.keys(HASHES).join(', ')}, not ${algorithm}.`);
  return createHash(name)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
}

/** A number in [0, 1) that depends on the seed alone. */
function seeded(seed: number): number {
  return fraction(createHash('sha256').update(String(seed)).digest());
}

/** The first 48 bits of a digest as a number in [0, 1). */
export const fraction = (digest: Buffer): number => digest.readUIntBE(0, 6) / 2 ** 48;
