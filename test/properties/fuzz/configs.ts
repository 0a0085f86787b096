import { readFileSync } from 'node:fs';
import type { Chance } from './chance.ts';
import { mutateText, tokenSoup } from './mutate-text.ts';
import { mutateTree } from './mutate-tree.ts';

const repository = { id: 1, name: 'acme/hello' };
const build = { project: 'p', image: 'i' };
const target = { cluster: 'c', service: 's', container: 'web' };
const one = (stage: object): object => ({
  services: { hello: { repository, build, stages: [{ name: 'live', targets: [target], ...stage }] } },
});

/** Small files, each with another part of what can be written; cheap enough to wound a hundred thousand times. */
const SMALL: readonly [object, ...object[]] = [
  one({}),
  one({ bake: { for: '10m', alarms: ['errors'] } }),
  one({ verify: { url: 'http://x/' } }),
  one({ verify: { task: 't', cluster: 'c', subnets: ['subnet-0a'] } }),
  one({ approval: { from: 2, within: '1d' } }),
  one({ windows: [{ allow: 'mon-fri 09:00-17:00', zone: 'Europe/Berlin' }] }),
  one({ windows: [{ deny: '0 22 24 12 *', for: '36h', zone: 'UTC' }] }),
  one({ migrate: { task: 't', container: 'c', cluster: 'c', reversible: false } }),
  { services: {} },
  {
    services: {
      a: { repository, build, branch: 'x', paths: ['src/**', '!'], stages: [{ name: 's', targets: [target] }] },
    },
  },
];

const EXAMPLE = readFileSync(new URL('../../../examples/hello.bakewatch.yaml', import.meta.url), 'utf8');

const TOKENS = [
  ':',
  ': ',
  '- ',
  '? ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '\n',
  '\n  ',
  '\t',
  '#',
  '&a ',
  '*a',
  '!!js/function ',
  '!x ',
  '|',
  '>',
  "'",
  '"',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '<<: ',
  '~',
  '0x10',
  '1e400',
  '.nan',
  '2001-01-01',
  'services',
  'stages',
  '10m',
  '1s',
  '99999d',
  '0s',
  '\r\n',
  '\ufeff',
  '\u0000',
  '\u2028',
  '__proto__: 1\n',
  'constructor',
  '!!binary aGk',
  '- - - ',
  '{{',
] as const;

/** The text of a configuration: right, nearly right, or nonsense. */
export function aConfig(chance: Chance): string {
  const kind = chance.below(100);
  if (kind < 12) return asBlocks(mutateTree(chance.one(SMALL), chance));
  if (kind < 22) return JSON.stringify(mutateTree(chance.one(SMALL), chance));
  if (kind < 32) return asBlocks(rightOne(chance));
  const text = asBlocks(chance.one(SMALL));
  if (kind < 50) return mutateText(text, TOKENS, chance);
  if (kind < 58) return text.slice(0, chance.below(text.length));
  if (kind < 99) return chance.often(0.005) ? mutateText(EXAMPLE, TOKENS, chance) : tokenSoup(TOKENS, 20, chance);
  return chance.one(['[', '{a: ', '- ', '? ', '&a ', '*a ']).repeat(chance.below(300));
}

const DURATIONS = ['1s', '90s', '30m', '24h', '30d'] as const;

/** A file with nothing wrong in it. */
function rightOne(chance: Chance): object {
  const within = () => chance.one(DURATIONS);
  const parts: [object, ...object[]] = [
    { deployWithin: within(), rollbackWithin: within(), waitAtMost: within() },
    { lookEvery: within(), resumeOnRevert: chance.often(0.5) },
    { bake: { for: within(), alarms: [chance.one(['a', 'constructor', '🚀'])] } },
    { bake: { for: '1s', atMost: within(), alarms: ['a'], evidence: { namespace: 'n', metric: 'm', minSamples: 1 } } },
    { verify: { project: 'p', within: within() } },
    { approval: { from: 1 + chance.below(3), within: within() } },
    { migrate: { task: 't', container: 'c', cluster: 'c', within: within() } },
  ];
  return one({ ...chance.one(parts), ...chance.one(parts) });
}

/** The tree in YAML's own form, one key a line. */
function asBlocks(value: unknown, indent = ''): string {
  if (Array.isArray(value) && value.length > 0)
    return value.map((part) => `\n${indent}- ${asBlocks(part, `${indent}  `).trimStart()}`).join('');
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return JSON.stringify(value) ?? '~';
  const lines = Object.entries(value).map(
    ([key, part]) => `\n${indent}${plain(key)}: ${asBlocks(part, `${indent}  `)}`,
  );
  return indent === '' ? lines.join('').trimStart() : lines.join('');
}

const plain = (key: string): string => (/^[A-Za-z]\w*$/.test(key) ? key : JSON.stringify(key));
