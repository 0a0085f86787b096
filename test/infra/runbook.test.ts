import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseOrder } from '#core/commands/parse-order.ts';
import { alarms } from '#infra/alarms.ts';
import { BUILDING_RULE, FUNCTIONS, functionName, RULES, SEARCHING_RULE, SETTLING_RULES } from '#infra/installation.ts';

const text = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const cli = fileURLToPath(new URL('../../cli/bakewatch.ts', import.meta.url));
const ALARMS = alarms({ stateMachineArn: 'arn' });

/** As GitHub makes anchors of headings. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const headings = (part: string): string[] =>
  [...part.matchAll(/^##+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));

describe('the runbook', () => {
  const explained = headings(text.split('\n## Alarms\n')[1]?.split(/^## /m)[0] ?? '');

  it.each(ALARMS.map(({ name, runbook }) => [name, runbook]))('explains %s', (name, runbook) => {
    expect(explained).toContain(runbook);
    const section = text.split(/^##+ /m).find((part) => anchor(part.split('\n')[0] ?? '') === runbook);
    expect(section).toContain(`\`${name}\``);
  });

  it('says of each alarm whether it calls somebody', () => {
    for (const { name, pages } of ALARMS)
      expect(text).toMatch(new RegExp(`\`${name}\`(, \`[a-z-]+\`)* · ${pages ? 'calls somebody' : 'shown'}`));
  });

  it('explains no alarm that is not there', () => {
    const wanted = new Set(ALARMS.map(({ runbook }) => runbook));
    expect(explained.filter((section) => !wanted.has(section))).toEqual([]);
  });

  it('links to sections that are there', () => {
    const there = new Set(headings(text));
    const linked = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, target = '']) => target);
    expect(linked.filter((target) => !there.has(target))).toEqual([]);
  });

  it('names functions, rules and alarms by the names that they have', () => {
    const known = new Set([
      ...FUNCTIONS.map(({ name }) => functionName(name)),
      ...[...RULES, ...SETTLING_RULES, SEARCHING_RULE, BUILDING_RULE].map(({ name }) => name),
      ...ALARMS.map(({ name }) => name),
      ...['bakewatch-release', 'bakewatch-dead-letters', 'bakewatch-restored'],
    ]);
    const named = new Set([...text.matchAll(/(?<![#\w-])bakewatch-[a-z]+(?:-[a-z]+)*/g)].map(([name]) => name));
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });

  const commands = [...text.matchAll(/npx bakewatch ([a-z][a-z-]*)((?:\s+(?:"[^"]*"|'[^']*'|[^\s`#|]+))*)/g)];
  const flags = new Map<string, Set<string>>();
  for (const [, name = '', rest = ''] of commands) {
    const used = rest.replaceAll(/"[^"]*"/g, '').match(/(?<=\s)--?[a-z][a-z-]*/g) ?? [];
    flags.set(name, new Set([...(flags.get(name) ?? []), ...used]));
  }

  it('gives an order that is understood where the command line cannot', () => {
    const [, order = ''] = /^order '(.+)'$/m.exec(text) ?? [];
    const drawn = order.replace("'$(uuidgen)'", '0b0f7a52-3f4e-4b61-9c39-3d7f4f3a5f5e');
    expect(parseOrder(JSON.parse(drawn))).toMatchObject({ order: { command: { kind: 'resume' } } });
  });

  it('calls the command line often', () => expect(commands.length).toBeGreaterThan(20));

  it.each([...flags])('calls `bakewatch %s` as it may be called', (name, used) => {
    const help = execFileSync(process.execPath, [cli, name, '--help'], { encoding: 'utf8' });
    expect(help).toContain(`Usage: bakewatch ${name}`);
    for (const flag of used) expect(help).toContain(flag);
  });
});
