import { describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse-config.ts';

const file = (over: {
  id?: string;
  branch?: string;
  stage?: string;
  name?: string;
  checks?: string;
}): string => `services:
  ${over.name ?? 'hello'}:
    stages:
      - name: live
        targets: [{ cluster: c, service: s, container: web }]
        ${over.stage ?? ''}
    build: { project: hello, image: hello }
    branch: ${over.branch ?? 'main'}
    repository: { id: ${over.id ?? '1'}, name: acme/hello }
${over.checks ? `    checks: ${over.checks}\n` : ''}`;
const mistakesOf = (text: string): string[] => {
  const parsed = parseConfig(text);
  return parsed.ok ? [] : parsed.mistakes.map(({ line, path, message }) => `${line} ${path}: ${message}`);
};
const LIVE = 'services.hello.stages[0]';

describe('a mistake', () => {
  it.each<[string, string, string[]]>([
    [
      'in the name of a service',
      file({ name: 'Hello' }),
      [
        '3 services.Hello: the name of a service is 1 to 31 lower-case letters, digits and hyphens, beginning with a letter',
      ],
    ],
    [
      'of a list that is too long',
      file({ stage: `bake: { for: 1s, alarms: [${'a,'.repeat(51)}] }` }),
      [`6 ${LIVE}.bake.alarms: must be at most 50 entries long`],
    ],
    [
      'of checks that name nothing, or nothing that another may report',
      file({ checks: '{ require: [], within: 31d }' }),
      [
        '10 services.hello.checks.require: name at least one check, or leave `checks` out',
        '10 services.hello.checks.within: must be at most 30d: no release may last longer',
      ],
    ],
    [
      'of a check that is required twice, and one of Bakewatch`s own',
      file({ checks: '{ require: [build, build, bakewatch/production] }' }),
      [
        '10 services.hello.checks.require[2]: `bakewatch/...` is what Bakewatch itself reports of a release: it would wait for itself',
        '10 services.hello.checks.require: names a check twice',
      ],
    ],
    [
      'of more checks than are looked at',
      file({ checks: `{ require: [${Array.from({ length: 21 }, (_, i) => `c${i}`).join(', ')}] }` }),
      ['10 services.hello.checks.require: must be at most 20 entries long'],
    ],
    [
      'of a text that is too long',
      file({ branch: 'x'.repeat(256) }),
      ['8 services.hello.branch: must be at most 255 characters long'],
    ],
    [
      'of a text that is too short',
      file({ branch: '""' }),
      ['8 services.hello.branch: must be at least 1 characters long'],
    ],
    ['of a number that is too small', file({ id: '0' }), ['9 services.hello.repository.id: must be at least 1']],
    [
      'of a number that is too large',
      file({ stage: 'verify: { url: "http://x/", expectStatus: 700 }' }),
      [`6 ${LIVE}.verify.expectStatus: must be at most 599`],
    ],
    [
      'of a block where a number stands',
      file({ id: '{ a: 1 }' }),
      ['9 services.hello.repository.id: must be a number, not a block of keys'],
    ],
    [
      'of a text with many spaces',
      file({ id: '"a    b"' }),
      ['9 services.hello.repository.id: must be a number, not the text "a b"'],
    ],
    [
      'in one form of a block, although another one has fewer mistakes',
      file({ stage: 'verify: { task: t, cluster: c, subnets: [x], securityGroups: [y], within: 5 }' }),
      [
        `6 ${LIVE}.verify.subnets[0]: looks like subnet-0a1b2c3d`,
        `6 ${LIVE}.verify.securityGroups[0]: looks like sg-0a1b2c3d`,
        `6 ${LIVE}.verify.within: a duration is a whole number and a unit: 30s, 10m, 2h or 7d`,
      ],
    ],
    [
      'below another one, in the order of the file and not of the schema',
      file({ id: 'x', stage: 'deployWithin: 5' }),
      [
        `6 ${LIVE}.deployWithin: a duration is a whole number and a unit: 30s, 10m, 2h or 7d`,
        '9 services.hello.repository.id: must be a number, not the text "x"',
      ],
    ],
    [
      'that the YAML library words for programmers',
      'a: [\n',
      ['2 : Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
  ])('%s has its line, its place and a sentence', (_what, text, mistakes) => {
    expect(mistakesOf(text)).toEqual(mistakes);
  });

  it('of an unknown key names those that there are, when none is near', () => {
    expect(mistakesOf('services: {}\nzzzzzz: 1\n')).toEqual([
      '2 zzzzzz: is not known here: there are installation, services',
    ]);
  });
});
