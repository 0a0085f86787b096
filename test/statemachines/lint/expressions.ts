import jsonata from 'jsonata';
import type { State } from '../states.ts';
import type { Rule } from './finding.ts';

/** Every text of a state, but for those of the states inside of it. */
const textsOf = ({ ItemProcessor: _inside, ...state }: State): string[] => texts(state);

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

const expressionsOf = (state: State): string[] =>
  textsOf(state).flatMap((text) => (isExpression(text) ? [text.slice(2, -2)] : []));

const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}');

export const expressionsParse: Rule = ({ state }) => [
  ...expressionsOf(state).flatMap((source) => {
    try {
      jsonata(source);
      return [];
    } catch (error) {
      return [`"${source.trim()}" is no JSONata: ${(error as Error).message}`];
    }
  }),
  ...textsOf(state)
    .filter((text) => /\{%|%\}/.test(text) && !isExpression(text))
    .map((text) => `"${text}" is a plain text: an expression is the whole of a text`),
];

/** What whoever pushes chooses freely. Only data may carry it, and the machine needs none of it. */
const CHOSEN_BY_STRANGERS = /\.(author|subject|ref|pusher|sender|branch|message|repositoryName)\b/;

/** S20: what is called, and what it is called with, is named by the configuration alone. */
export const namesAreOurs: Rule = ({ state }) => {
  const { Resource = '', Arguments } = state;
  const called = typeof Arguments === 'object' ? Arguments['FunctionName'] : undefined;
  return [
    ...(/\{%|\$\{/.test(Resource) ? ['computes its `Resource`'] : []),
    ...(called === undefined || /^\$\{[A-Za-z]+\}$/.test(String(called))
      ? []
      : [`calls "${called}": a function is named by the installation, as \${PrepareRelease}`]),
    ...expressionsOf(state)
      .filter((source) => CHOSEN_BY_STRANGERS.test(source))
      .map((source) => `reads what a stranger chose: "${source.trim()}"`),
  ];
};
