import examples from '@octokit/webhooks-examples';
import { pushPayload, sha, ZEROS } from '#test/functions/receive-webhook/webhook-bench.ts';
import type { Chance } from './chance.ts';
import { mutateText, randomBytes, tokenSoup } from './mutate-text.ts';
import { mutateTree } from './mutate-tree.ts';

type Example = { name: string; examples: object[] };

/** The pushes that GitHub gives as examples: large and real. */
export const REAL = (examples as unknown as Example[]).find(({ name }) => name === 'push')?.examples ?? [];

/** Small ones with all that is read of a push: cheap enough to wound a hundred thousand times. */
const commit = (message: string) => ({ id: sha(3), message, added: ['a'], removed: [], modified: ['src/b.ts'] });
export const SMALL: readonly [object, ...object[]] = [
  pushPayload(),
  pushPayload({ after: ZEROS }),
  pushPayload({ before: ZEROS, ref: 'refs/heads/grüße' }),
  { ...pushPayload(), commits: [commit(`This reverts commit ${sha(1)}.`), commit('x')], extra: { a: [1, 2e3, null] } },
];

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '"ref":',
  '"\\u0061"',
  '\\',
  '\\u',
  '\\ud83d',
  'true',
  'null',
  '0',
  '-',
  '1e400',
  '1e',
  '.5',
  ' ',
  '\n',
  '\ufeff',
  '"__proto__":{}',
  '\u0000',
  '\ud800',
  '//',
  'NaN',
] as const;

/** The value of a push payload that may be wrong anywhere. */
export const aPayload = (chance: Chance): unknown => {
  const isReal = chance.often(0.02) && REAL.length > 0;
  return mutateTree(isReal ? (REAL[chance.below(REAL.length)] ?? {}) : chance.one(SMALL), chance);
};

/** The bytes of a webhook's body, from nearly right to nonsense. */
export function aBody(chance: Chance): Buffer {
  const kind = chance.below(100);
  if (kind < 35) return Buffer.from(JSON.stringify(aPayload(chance)));
  const text = JSON.stringify(chance.one(SMALL));
  if (kind < 60) return Buffer.from(mutateText(text, TOKENS, chance));
  if (kind < 70) return woundBytes(Buffer.from(text), chance);
  if (kind < 75) return Buffer.from(text.slice(0, chance.below(text.length)));
  if (kind < 85) return Buffer.from(tokenSoup(TOKENS, 40, chance));
  if (kind < 88) return Buffer.from(nest(chance));
  if (kind < 92) return randomBytes(64, chance);
  const form = chance.one(['payload=', 'payload=&payload=', 'a=1&payload=', 'payload', 'xpayload=']);
  const encoded = chance.often(0.5)
    ? encodeURIComponent(text)
    : mutateText(encodeURIComponent(text), ['%', '+', '&', '%zz', '%e2%'], chance);
  return Buffer.from(form + encoded);
}

/** Around the deepest that is taken (64), and far beyond. */
function nest(chance: Chance): string {
  const depth = chance.often(0.8) ? 58 + chance.below(12) : chance.below(2_000);
  const [open, close] = chance.one([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"a":', '}]'],
  ]);
  return `${open.repeat(depth)}1${close.repeat(chance.often(0.8) ? depth : chance.below(depth + 1))}`;
}

function woundBytes(bytes: Buffer, chance: Chance): Buffer {
  for (let wounds = 1 + chance.below(4); wounds > 0; wounds -= 1) bytes[chance.below(bytes.length)] = chance.below(256);
  return bytes;
}
