import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PASSING_KINDS } from '#core/reports/passing-kinds.ts';
import { EXTERNAL_ID, OTHER_HOSTS } from '#functions/compose/env.ts';
import {
  FUNCTIONS,
  HANDED_OVER,
  REPORTING_RULES,
  RULES,
  SEARCHING_RULE,
  SETTLING_RULES,
  STREAMS,
  substitution,
  URLS,
} from '#infra/installation.ts';
import { matches } from '#local/eventbridge/pattern/matches.ts';
import { parsePattern } from '#local/eventbridge/pattern/parse-pattern.ts';
import { variablesFor } from '#local/installation/install.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const definition = read('statemachines/release.asl.json');

/** The folders that are a Lambda function. */
const folders = readdirSync(new URL('functions/', root), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('/handler.ts'))
  .map((file) => file.replace(/\/handler\.ts$/, ''));
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('what is installed', () => {
  it('is every function folder, once, and nothing else', () => {
    expect(FUNCTIONS.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  it('has as tasks the very functions that the definition names', () => {
    const named = [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    const tasks = FUNCTIONS.filter(({ isTask }) => isTask).map(({ name }) => substitution(name));
    expect(sorted(named)).toEqual(sorted(tasks));
  });

  it('reaches every function that is no task by a URL, the stream, a rule, an order or a person', () => {
    const reached = [
      ...URLS,
      ...STREAMS.map((stream) => stream.function),
      ...HANDED_OVER.map((handed) => handed.function),
      ...(RULES.length > 0 ? ['resume-waits'] : []),
      ...(SETTLING_RULES.length > 0 ? ['settle-releases'] : []),
      ...(SEARCHING_RULE.schedule ? ['find-lost-pushes'] : []),
      // Invoked by the command line.
      'explain-commit',
      // By the dashboard, for whoever looks at it.
      'show-widget',
      // A resource of the stack.
      'apply-config',
    ];
    const beside = FUNCTIONS.filter(({ isTask }) => !isTask).map(({ name }) => name);
    expect(sorted(reached)).toEqual(sorted(beside));
  });

  it('has GitHub told of what lasts, and not of each step on the way to it', () => {
    const pattern = parsePattern(JSON.stringify(REPORTING_RULES[0].pattern));
    const tells = (kind: string): boolean =>
      matches(pattern, { source: 'bakewatch', detail: { customData: { release: 'hello#1', kind } } });
    const shown = ['accepted', 'blocked', 'entered', 'bake-started', 'held', 'rolling-back', 'deployed', 'ended'];
    expect(shown.filter((kind) => !tells(kind))).toEqual([]);
    expect(PASSING_KINDS.filter(tells)).toEqual([]);
  });

  it('gives a task less time than the state machine does, so that it is Lambda who says that it took too long', () => {
    expect(FUNCTIONS.filter(({ isTask, timeoutSeconds }) => isTask && timeoutSeconds >= 60)).toEqual([]);
  });

  it.each(FUNCTIONS)('gives $name the variables that its env.ts names', async ({ name, env, optionalEnv }) => {
    const named = (await import(new URL(`functions/${name}/env.ts`, root).href)) as Record<string, unknown>;
    const { ENV, ...others } = named;
    expect([...env]).toEqual(ENV);
    // A variable is exported under its own name; what is not, is something else.
    const optional = Object.entries(others).flatMap(([as, value]) => (as === value ? [as] : []));
    // Named for several functions at once, in functions/compose/env.ts.
    const handler = read(`functions/${name}/handler.ts`);
    const shared = [
      ...(handler.includes('readCaller(') ? [EXTERNAL_ID] : []),
      ...(handler.includes('readHosts(') ? OTHER_HOSTS : []),
    ];
    expect(sorted(optionalEnv)).toEqual(sorted([...optional, ...shared]));
  });

  it.each(FUNCTIONS)('has no variable read in $name but by env.ts', ({ name }) => {
    const handler = read(`functions/${name}/handler.ts`);
    expect(handler).toMatch(/readEnv\(ENV, process\.env\)/);
    for (const [, by] of handler.matchAll(/process\.env(?:\.|\[)'?(\w+)/g))
      expect(read(`functions/${name}/env.ts`)).toContain(`export const ${by}`);
  });

  it('sets every variable that some function names, and none in vain', () => {
    const given = variablesFor({ awsUrl: 'http://aws', consoleUrl: 'http://console', hooks: '1=2' });
    const named = FUNCTIONS.flatMap(({ env }) => env);
    expect(named.filter((name) => !given[name])).toEqual([]);
    const asked = new Set([...named, ...FUNCTIONS.flatMap(({ optionalEnv }) => optionalEnv)]);
    expect(Object.keys(given).filter((name) => !asked.has(name))).toEqual([]);
  });
});
