import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { configJsonSchema } from '#core/config/json-schema.ts';
import { parseConfig } from '#core/config/parse-config.ts';

const GOOD = `services:
  hello:
    repository: { id: 1, name: acme/hello }
    build: { project: hello, image: hello }
    stages:
      - name: staging
        targets: [{ cluster: c, service: s, container: web }]
`;
const file = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const mistakesOf = (text: string): string[] => {
  const parsed = parseConfig(text);
  return parsed.ok ? [] : parsed.mistakes.map(({ line, path, message }) => `${line} ${path}: ${message}`);
};

describe('parseConfig', () => {
  it('fills in what is not said, and turns durations into milliseconds', () => {
    const parsed = parseConfig(`${GOOD}        bake: { for: 10m, alarms: [a] }\n`);
    expect(parsed).toMatchObject({
      ok: true,
      config: {
        services: {
          hello: {
            branch: 'main',
            build: { digestVariable: 'IMAGE_DIGEST', within: 3_600_000 },
            stages: [{ bake: { for: 600_000, inconclusive: 'hold' }, waitAtMost: 604_800_000 }],
          },
        },
      },
    });
  });

  it('takes the example as it is', () => {
    expect(mistakesOf(file('examples/hello.bakewatch.yaml'))).toEqual([]);
  });

  const STAGE = 'services.hello.stages[0]';
  const duration = 'a duration is a whole number and a unit: 30s, 10m, 2h or 7d';
  const thirtyOne = Array.from({ length: 31 }, (_, i) =>
    GOOD.split('\n').slice(1).join('\n').replace('hello:', `s${i}:`),
  );
  it.each<[string, string, string[]]>([
    ['an empty file', '', ['1 services: is missing: it must be a block of keys']],
    ['a list', '- 1', ['1 : must be a block of keys, not a list']],
    [
      'a syntax error',
      `${GOOD}  x: [\n`,
      ['9 : Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    ['tabs', 'services:\n\thello: 1\n', ['2 : tabs are not allowed as indentation: use spaces']],
    ['a key twice', `${GOOD}services: {}\n`, ['8 : this key is there twice']],
    ['two documents', `${GOOD}---\n${GOOD}`, ['8 : the file holds several documents: keep one']],
    ['an unknown tag', 'services: !!js/function x\n', ['1 : Unresolved tag: tag:yaml.org,2002:js/function']],
    [
      'an alias that leads nowhere',
      'services: *nope\n',
      ['1 : Unresolved alias (the anchor must be set before the alias): nope'],
    ],
    [
      'a list as a key',
      'services:\n  ? [a]\n  : 1\n',
      ['2 : a key must be a plain word, not a list, a block or an alias'],
    ],
    ['a key twice, once as a number', '1: a\n"1": b\n', ['2 : this key is there twice']],
    [
      'half of a character',
      GOOD.replace('project: hello', 'project: "\\ud800"'),
      ['4 : a text holds half of a character (`\\ud800`)'],
    ],
    ['bytes', 'services: !!binary aGk=\n', ['1 : must be plain: a text, a number, true or false']],
    [
      'a long text, not cut through a character',
      `services:\n  a: "x${'🚀'.repeat(30)}"\n`,
      [`2 services.a: must be a block of keys, not the text "x${'🚀'.repeat(19)}…"`],
    ],
    ['__proto__', 'services:\n  __proto__: {}\n', ['2 __proto__: is not known here']],
    [
      'misspelt keys',
      GOOD.replace('repository', 'repositry').replace('    build', '    brnch: main\n    build'),
      [
        '3 services.hello.repository: is missing: say where the commits are, or `image` where something else builds',
        '3 services.hello.repositry: is not known here: did you mean `repository`?',
        '4 services.hello.brnch: is not known here: did you mean `branch`?',
      ],
    ],
    ['nothing but a name', 'services:\n  hello:\n', ['2 services.hello: must be a block of keys, not nothing']],
    [
      'missing keys',
      'services:\n  hello: {}\n',
      [
        '2 services.hello.repository: is missing: say where the commits are, or `image` where something else builds',
        '2 services.hello.build: is missing: it must be a block of keys',
        '2 services.hello.stages: is missing: it must be a list',
      ],
    ],
    [
      'wrong types',
      GOOD.replace('id: 1', 'id: one').replace('project: hello', 'project: 7'),
      [
        '3 services.hello.repository.id: must be a number, not the text "one"',
        '4 services.hello.build.project: must be a text, not the number 7',
      ],
    ],
    [
      'a stage name twice',
      GOOD + GOOD.split('stages:\n')[1],
      ['8 services.hello.stages[1].name: the name "staging" is used twice'],
    ],
    [
      'a target twice',
      GOOD.replace('container: web }]', 'container: web }, { cluster: d, service: s, container: web }]'),
      [`7 ${STAGE}.targets[1]: the target "s" is there twice: give each a \`name\``],
    ],
    ['a duration without a unit', `${GOOD}        deployWithin: 10\n`, [`8 ${STAGE}.deployWithin: ${duration}`]],
    ['a duration in words', `${GOOD}        deployWithin: 10 min\n`, [`8 ${STAGE}.deployWithin: ${duration}`]],
    [
      'a duration of years',
      `${GOOD}        waitAtMost: 400d\n`,
      [`8 ${STAGE}.waitAtMost: must be at most 30d: no release may last longer`],
    ],
    [
      'an extension shorter than its bake, and no alarms',
      `${GOOD}        bake: { for: 10m, atMost: 5m, alarms: [] }\n`,
      [
        `8 ${STAGE}.bake.alarms: a bake without an alarm watches nothing: name at least one`,
        `8 ${STAGE}.bake.atMost: must not be shorter than \`for\``,
      ],
    ],
    [
      'a choice that is none',
      `${GOOD}        bake: { for: 1m, alarms: [a], inconclusive: maybe }\n`,
      [`8 ${STAGE}.bake.inconclusive: must be hold or rollback`],
    ],
    [
      'two forms of one block',
      `${GOOD}        verify: { project: tests, url: "http://x" }\n`,
      [`8 ${STAGE}.verify.project: belongs to another form of this block: keep the keys of one`],
    ],
    [
      'a misspelt key in one of two forms',
      `${GOOD}        verify: { ulr: "http://x" }\n`,
      [
        `8 ${STAGE}.verify.url: is missing: it must be a text`,
        `8 ${STAGE}.verify.ulr: is not known here: did you mean \`url\`?`,
      ],
    ],
    [
      'a password in a URL, which every message would show (S19)',
      `${GOOD}        verify: { url: "https://amy:secret@host/health" }\n`,
      [`8 ${STAGE}.verify.url: a URL without a password: it is shown in messages and logs`],
    ],
    ['a number too small', GOOD.replace('id: 1', 'id: 0'), ['3 services.hello.repository.id: must be at least 1']],
    [
      'more services than one push can release',
      `services:\n${thirtyOne.join('\n')}`,
      ['2 services: more than 30 services are released from repository 1'],
    ],
  ])('reports %s with line and path', (_what, text, expected) => {
    expect(mistakesOf(text).sort()).toEqual([...expected].sort());
  });

  it('refuses a service that would not fit into the state machine`s payload (S21)', () => {
    const alarms = JSON.stringify(Array.from({ length: 50 }, (_, i) => `${i}-${'x'.repeat(250)}`));
    const stages = Array.from(
      { length: 10 },
      (_, i) =>
        `      - { name: s${i}, targets: [{ cluster: c, service: h, container: a }], bake: { for: 1m, alarms: ${alarms} } }`,
    );
    const text = `${GOOD.slice(0, GOOD.indexOf('      - name'))}${stages.join('\n')}\n`;
    expect(mistakesOf(text)).toEqual([expect.stringContaining('at most 100000 travel with a release')]);
  });

  it('asks whoever names a role in another account for the external id that the role asks for', () => {
    const elsewhere = GOOD.replace(
      'container: web',
      'container: web, role: arn:aws:iam::222222222222:role/team/bakewatch-target',
    );
    const asked =
      'a role in another account must know who comes: write `account`, `region` and `externalId` into `installation`';
    const from = (more: string): string => `installation: { account: "111111111111", region: eu-west-1${more} }\n`;
    expect(mistakesOf(elsewhere)).toEqual([`7 ${STAGE}.targets[0].role: ${asked}`]);
    expect(mistakesOf(from('') + elsewhere)).toEqual([`8 ${STAGE}.targets[0].role: ${asked}`]);
    expect(mistakesOf(from(', externalId: 0a1b2c3d-4e5f-6071') + elsewhere)).toEqual([]);
    expect(mistakesOf(from(', externalId: short') + GOOD)).toHaveLength(1);
    const named = GOOD.replace('container: web', 'container: web, role: bakewatch');
    expect(mistakesOf(from(', externalId: 0a1b2c3d-4e5f-6071') + named)).toEqual([
      `8 ${STAGE}.targets[0].role: looks like arn:aws:iam::210987654321:role/bakewatch-target`,
    ]);
  });

  it('refuses ECS tasks of a stage in a region where Step Functions runs none, all of them at once', () => {
    const from = 'installation: { account: "111111111111", region: eu-west-1 }\n';
    const tasks = 'migrate: { task: t, container: c, cluster: c }\n        verify: { task: t, cluster: c }';
    const inRegion = (region: string): string =>
      GOOD.replace('container: web', `container: web, region: ${region}`).replace(
        'name: staging',
        `name: staging\n        ${tasks}`,
      );
    expect(mistakesOf(from + inRegion('us-east-1'))).toEqual([
      expect.stringMatching(/stages\[0]\.migrate: runs where the stage`s first target is, and Step Functions/),
      expect.stringMatching(/stages\[0]\.verify: runs where the stage`s first target is/),
    ]);
    expect(mistakesOf(from + inRegion('eu-west-1'))).toEqual([]);
    const smoke = inRegion('us-east-1').replace(tasks, 'verify: { project: t }');
    expect(mistakesOf(from + smoke)).toEqual([]);
  });

  it('names the keys that there are, where none is near enough to be meant', () => {
    const [said] = mistakesOf(GOOD.replace('name: staging', 'name: staging\n        healthCheckGracePeriod: 5m'));
    expect(said).toMatch(
      /^7 services\.hello\.stages\[0]\.healthCheckGracePeriod: is not known here: there are name, .*, bake, taskRoles$/,
    );
  });

  it('answers an alias bomb at once', () => {
    const bomb =
      'a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n';
    expect(mistakesOf(bomb)).toEqual(['1 : more than 20 aliases of aliases']);
  });

  it('reports at most 50 mistakes, each once, also of a file nested 20,000 deep', () => {
    const mistakes = mistakesOf('['.repeat(20_000));
    expect(mistakes).toContain('1 : it is nested too deeply');
    expect(mistakes.length).toBeLessThanOrEqual(50);
    expect(new Set(mistakes).size).toBe(mistakes.length);
  });

  it('never throws, and every mistake has a line of the file and a sentence', () => {
    const pieces = [
      ...GOOD.split(/(?<=\n)|(?<= )|(?<=[{}[\],:])/),
      '*a',
      '&a ',
      '- ',
      '? ',
      '!!x ',
      '<<: ',
      '"',
      "'",
      '\t',
      '|\n',
      '%',
      '\u0000',
      '~',
      '1e999',
      '__proto__: ',
    ];
    const damaged = fc
      .tuple(fc.nat(GOOD.length), fc.nat(10), fc.constantFrom(...pieces))
      .map(([at, cut, piece]) => GOOD.slice(0, at) + piece + GOOD.slice(at + cut));
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(damaged, soup, fc.string()), (text) => {
        const parsed = parseConfig(text);
        if (parsed.ok) return;
        expect(parsed.mistakes.length).toBeGreaterThan(0);
        for (const { line, message } of parsed.mistakes) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
          expect(message).not.toMatch(/^$|Invalid (input|option)|\n|\[object/);
        }
      }),
      { numRuns: 800 },
    );
  });
});

describe('the JSON Schema for editors', () => {
  it('is committed as it follows from the validator (npm run schema)', () => {
    expect(JSON.parse(file('schema/bakewatch.schema.json'))).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });

  it('takes the example, and refuses a misspelt key in it', () => {
    const schema = z.fromJSONSchema(configJsonSchema());
    const example = file('examples/hello.bakewatch.yaml');
    expect(schema.safeParse(parse(example)).success).toBe(true);
    expect(schema.safeParse(parse(example.replace('lookEvery', 'lookEvry'))).success).toBe(false);
  });

  it('is of draft 7, closed to unknown keys, and asks for durations as text', () => {
    const schema = JSON.stringify(configJsonSchema());
    expect(configJsonSchema()['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema).toContain('"additionalProperties":false');
    expect(schema).toMatch(
      /"for":\{"description":"[^"]+","type":"string","pattern"|"for":\{"type":"string","pattern":"[^"]+","description"/,
    );
  });
});
