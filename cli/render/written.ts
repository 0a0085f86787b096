import type { Answer, Answers } from '#core/init/answers.ts';
import { MARK } from '#core/init/render-config.ts';
import { plain, style } from './style.ts';

export interface Written {
  file: string;
  /** Where AWS was asked; undefined: nowhere. */
  place: string | undefined;
  answers: Answers;
  toFill: string[];
  /** What could not be found out, each as a sentence. */
  notes: string[];
}

/** What `init` wrote, where each answer comes from, what is left to a person, and what she does next. */
export function renderWritten({ file, place, answers, toFill, notes }: Written): string {
  const { service, repository, repositoryId, branch, project, image, stages } = answers;
  const row = (what: string, { value, why, isGuess }: Answer<unknown>): string =>
    `  ${style(isGuess ? 'yellow' : 'green', isGuess ? '?' : '✓')} ${what.padEnd(12)}${plain(String(value))}  ${style('gray', plain(why))}`;
  return [
    `${style('bold', file)} is written: ${service.value} (${stages.map(({ name }) => name).join(' → ')}).`,
    '',
    row('repository', repository),
    row('its number', repositoryId),
    row('branch', branch),
    row('project', project),
    row('image', image),
    ...stages.flatMap(({ name, target, alarms }) => [
      row(name, { ...target, value: `${target.value.cluster}/${target.value.service}/${target.value.container}` }),
      row('  alarms', { ...alarms, value: alarms.value.join(', ') || 'none' }),
    ]),
    '',
    ...(place === undefined ? [] : [style('gray', `AWS was asked in ${place}.`)]),
    ...notes.map((note) => style('gray', `Not known: ${plain(note)}.`)),
    ...(toFill.length > 0
      ? [
          '',
          style('yellow', `Fill in what is marked ${MARK} in the file:`),
          ...toFill.map((each) => `  ${plain(each)}`),
        ]
      : []),
    '',
    style('bold', 'Next'),
    ...NEXT.map(
      ([command, what]) => `  ${command.replace('FILE', file).padEnd(LONGEST + file.length)}  ${style('gray', what)}`,
    ),
  ].join('\n');
}

const NEXT: [string, string][] = [
  ['npx bakewatch validate FILE', 'compares it with AWS'],
  ['npx bakewatch plan FILE', 'says what a push would do'],
  ['npx cdk synth -c config=FILE', 'makes the templates of an installation'],
  ['npx cdk deploy --all -c config=FILE', 'installs it: docs/install.md'],
];
const LONGEST = Math.max(...NEXT.map(([command]) => command.length - 'FILE'.length));
