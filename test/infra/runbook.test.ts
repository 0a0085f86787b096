import { describe, expect, it } from 'vitest';
import { parseOrder } from '#core/commands/parse-order.ts';
import { alarms } from '#infra/alarms.ts';
import { BUILDING_RULE, FUNCTIONS, functionName, RULES, SEARCHING_RULE, SETTLING_RULES } from '#infra/installation.ts';
import { anchor, calledCommands, flagsIn, headings, helpOf, ordersIn, ownNames, readGuide } from './read-guide.ts';

const text = readGuide('docs/runbook.md');
const ALARMS = alarms({ stateMachineArn: 'arn' });

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

  it('has the section that an alarm elsewhere points to', () => {
    const source = readGuide('infra/stacks/events-stack.ts');
    const pointed = [...source.matchAll(/docs\/runbook\.md#([a-z-]+)/g)].map(([, target = '']) => target);
    expect(pointed).not.toEqual([]);
    expect(headings(text)).toEqual(expect.arrayContaining(pointed));
  });

  it('names functions, rules and alarms by the names that they have', () => {
    const known = new Set([
      ...FUNCTIONS.map(({ name }) => functionName(name)),
      ...[...RULES, ...SETTLING_RULES, SEARCHING_RULE, BUILDING_RULE].map(({ name }) => name),
      ...ALARMS.map(({ name }) => name),
      ...['bakewatch-release', 'bakewatch-dead-letters', 'bakewatch-restored'],
    ]);
    expect(ownNames(text).filter((name) => !known.has(name))).toEqual([]);
  });

  it('gives an order that is understood where the command line cannot', () => {
    expect(ordersIn(text).map(parseOrder)).toMatchObject([{ order: { command: { kind: 'resume' } } }]);
  });

  it('calls the command line often', () => expect(text.match(/npx bakewatch [a-z]/g)?.length).toBeGreaterThan(20));

  it.each([...calledCommands(text)])('calls `bakewatch %s` as it may be called', (name, used) => {
    const help = helpOf(name);
    expect(help).toContain(`Usage: bakewatch ${name}`);
    expect(flagsIn(help)).toEqual(expect.arrayContaining([...used]));
  });
});
