import type { Answer, Answers, StageAnswers } from './answers.ts';

/** What a person searches the file for: what stands there is no better than a guess. */
export const MARK = 'FILL IN';

/** The first `bakewatch.yaml`, with what teaches beside each key. Every line that is a guess is marked. */
export function renderConfig(answers: Answers): string {
  const { service, repository, repositoryId, branch, project, image, region, account, stages } = answers;
  return [
    '# What Bakewatch releases, from where, and how it knows that a release is good. Written by `bakewatch init`; from here on it is yours.',
    '# Everything that can be said here: docs/install.md, and schema/bakewatch.schema.json for editors. Check it: npx bakewatch validate',
    ...(region
      ? [
          'installation:',
          '  # Where Bakewatch itself runs; targets may be elsewhere.',
          `  region: ${text(region.value)}`,
        ]
      : []),
    ...(region && account ? [`  account: "${account.value}"`] : []),
    'services:',
    `  ${service.value}:`,
    '    repository:',
    '      # GitHub`s own number counts: a name can be renamed and taken over.',
    `      ${line('id', repositoryId, `curl -s https://api.github.com/repos/${repository.value} | grep -m1 '"id"'`)}`,
    `      ${line('name', repository, 'owner/name')}`,
    '    # Pushes to this branch are released, and no others.',
    `    branch: ${text(branch.value)}`,
    '    # paths: ["src/**"]                # a push that changes none of these is no release',
    '    build:',
    '      # CodeBuild builds each commit once; it pushes the image and exports its digest as IMAGE_DIGEST.',
    `      ${line('project', project, 'name the one that builds the image')}`,
    `      ${line('image', image, 'name the one that it is pushed to')}`,
    '    # slack: { channel: "#releases" }',
    '    # may: { approve: [amy, bob] }     # who may do what; without it everybody who can reach Bakewatch',
    '    # One after the other: only what was found healthy in one comes to the next.',
    '    stages:',
    ...stages.flatMap((stage, i) => [...(i > 0 ? [''] : []), ...renderStage(stage, i === stages.length - 1)]),
    '',
  ].join('\n');
}

function renderStage({ name, target, alarms, roles }: StageAnswers, isLast: boolean): string[] {
  const { cluster, service, container, family } = target.value;
  const marked = target.isGuess ? `   # ${MARK}: ${comment(target.why)}` : '';
  return [
    `      - name: ${name}`,
    '        targets:',
    `          - cluster: ${text(cluster)}${marked}`,
    `            service: ${text(service)}`,
    '            # The container whose image a release replaces; nothing else of the task definition is changed.',
    `            container: ${text(container)}`,
    ...(family ? [`            family: ${text(family)}`] : []),
    ...(roles.length > 0
      ? [
          '        # The roles of its tasks: Bakewatch may pass these on, and no others.',
          `        taskRoles: ${list(roles)}`,
        ]
      : []),
    '        # verify: { url: https://..., expectStatus: 200 }   # tests, before the bake',
    ...(isLast
      ? [
          '        # approval: { from: 1 }                             # a person who is not its author says yes',
          '        # windows: [{ allow: mon-fri 09:00-16:00, zone: Europe/Berlin }]',
        ]
      : []),
    ...renderBake(alarms),
  ];
}

function renderBake({ value, why, isGuess }: StageAnswers['alarms']): string[] {
  if (value.length === 0)
    return [
      `        # ${MARK}: ${comment(why)}. Without a bake nothing is watched, and nothing goes back by itself.`,
      '        # bake:',
      '        #   for: 10m',
      '        #   alarms: [name-of-an-alarm]',
    ];
  return [
    '        bake:',
    '          # So long these alarms are watched after each deployment. One that goes red takes the stage back.',
    '          for: 10m',
    `          alarms: ${list(value)}${isGuess ? `   # ${MARK}: ${comment(why)}` : ''}`,
    '          # Silence is no health: with evidence, so many requests must have been seen.',
    '          # evidence: { namespace: AWS/ApplicationELB, metric: RequestCount, dimensions: { LoadBalancer: app/.../... }, minSamples: 100 }',
  ];
}

const line = (key: string, { value, why, isGuess }: Answer<string | number>, how: string): string =>
  `${key}: ${text(value)}${isGuess ? `   # ${MARK}: ${comment(why)}; ${comment(how)}` : ''}`;

const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const RESERVED = /^(true|false|yes|no|on|off|null|y|n)$/i;

/** As YAML reads it back. */
const text = (value: string | number): string =>
  typeof value === 'number' || (PLAIN.test(value) && !RESERVED.test(value)) ? String(value) : JSON.stringify(value);

const list = (values: string[]): string => `[${values.map(text).join(', ')}]`;

/** A comment ends with its line. */
const comment = (sentence: string): string => sentence.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');

/** What is still to be filled in, each as a sentence. */
export function toFill(answers: Answers): string[] {
  const { service, repository, repositoryId, project, image, stages } = answers;
  const at = `services.${service.value}`;
  const say = (where: string, { why, isGuess }: Answer<unknown>): string[] => (isGuess ? [`${where}: ${why}`] : []);
  return [
    ...say(`${at}.repository.id`, repositoryId),
    ...say(`${at}.repository.name`, repository),
    ...say(`${at}.build.project`, project),
    ...say(`${at}.build.image`, image),
    ...stages.flatMap(({ target, alarms }, i) => [
      ...say(`${at}.stages[${i}].targets[0]`, target),
      ...say(`${at}.stages[${i}].bake`, alarms),
    ]),
  ];
}
