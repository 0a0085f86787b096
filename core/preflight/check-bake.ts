import { sayDuration } from '../config/duration.ts';
import type { StageConfig } from '../config/schema.ts';
import type { AlarmFacts, Answer, MetricFacts } from '../ports/inventory.ts';
import { cut } from '../words/say-time.ts';
import { expectFound, type Finding, unchecked, warning } from './finding.ts';

type Bake = NonNullable<StageConfig['bake']>;

/** What an error needs to become a red alarm: its metric or log line arrives so late, and an alarm may have just been evaluated. */
const DELAY_MS = 120_000;
const EVALUATIONS = 2;

/** The account in the ARNs of AWS on one machine, where metrics are there at once; no account of AWS has this number. */
const ONE_MACHINE = '000000000000';

const MOST_SHOWN = 3;

/** What a bake looks at: every alarm must be there, able to turn red within the bake, and not be red already. */
export function checkBake(
  bake: Bake,
  { alarms, evidence }: { alarms: Answer<AlarmFacts>[]; evidence?: Answer<MetricFacts> },
  path: PropertyKey[],
): Finding[] {
  if (alarms.length === 0)
    return [
      unchecked([...path, 'alarms'], 'what is watched', {
        kind: 'unasked',
        why: 'it is where the first target is, which could not be entered',
      }),
    ];
  return [
    ...bake.alarms.flatMap((name, i) => {
      const answer = alarms[i];
      return answer ? checkAlarm(name, answer, { bake, path, at: [...path, 'alarms', i] }) : [];
    }),
    ...(bake.evidence && evidence ? checkEvidence(bake.evidence, evidence, [...path, 'evidence']) : []),
  ];
}

function checkAlarm(
  name: string,
  answer: Answer<AlarmFacts>,
  { bake, path, at }: { bake: Bake; path: PropertyKey[]; at: PropertyKey[] },
): Finding[] {
  const about = {
    path: at,
    what: `whether the alarm "${name}" exists`,
    missing: `there is no alarm "${name}"`,
    remedy: 'mend its name, or create it where the stage is: without it no release is ever let in',
  };
  return expectFound(answer, about, (alarm) => [
    ...checkState(name, alarm, at),
    ...checkLength(name, alarm, bake, path),
  ]);
}

function checkState(name: string, { state, reason }: AlarmFacts, at: PropertyKey[]): Finding[] {
  const because = reason ? `: ${cut(reason, 200)}` : '';
  if (state === 'ALARM')
    return [
      warning(
        at,
        `the alarm "${name}" is red now${because}`,
        'mend what it reports: while it is red, a release waits at the door of the stage',
      ),
    ];
  if (state === 'OK') return [];
  return [
    warning(
      at,
      `the alarm "${name}" is ${state}${because}`,
      'let it treat missing data as notBreaching, or see that it gets data: a stage is entered when it is OK',
    ),
  ];
}

function checkLength(name: string, { arn, evaluationMs }: AlarmFacts, bake: Bake, path: PropertyKey[]): Finding[] {
  if (arn.split(':')[4] === ONE_MACHINE) return [];
  const needed = EVALUATIONS * evaluationMs + DELAY_MS;
  if (bake.for >= needed) return [];
  return [
    warning(
      [...path, 'for'],
      `the bake lasts ${sayDuration(bake.for)}, and "${name}" may need ${sayDuration(needed)} to turn red: two evaluations of ${sayDuration(evaluationMs)}, and ${sayDuration(DELAY_MS)} until its data is there`,
      `bake for at least ${sayDuration(needed)}, or shorten the alarm's periods`,
    ),
  ];
}

function checkEvidence(
  { namespace, metric, dimensions }: NonNullable<Bake['evidence']>,
  answer: Answer<MetricFacts>,
  path: PropertyKey[],
): Finding[] {
  if (answer.kind === 'unasked' || answer.kind === 'missing') {
    const about = { path, what: `whether ${namespace} ${metric} has data`, missing: '', remedy: '' };
    if (answer.kind === 'unasked') return expectFound(answer, about);
    return [noData([...path, 'metric'], `the metric ${namespace} ${metric} had no data for two weeks`)];
  }
  const known = answer.found.dimensions;
  if (known.some((each) => isSame(each, dimensions))) return [];
  const there = known.slice(0, MOST_SHOWN).map(sayDimensions).join(' or ');
  return [
    noData(
      [...path, 'dimensions'],
      `the metric ${namespace} ${metric} had no data for two weeks with ${sayDimensions(dimensions)}, but with ${there}${known.length > MOST_SHOWN ? ` and ${known.length - MOST_SHOWN} others` : ''}`,
    ),
  ];
}

const noData = (path: PropertyKey[], message: string): Finding =>
  warning(
    path,
    message,
    'mend its name and dimensions; if it is only that nobody came yet, all is well: without data a bake ends inconclusive',
  );

const isSame = (one: Record<string, string>, other: Record<string, string>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);

function sayDimensions(dimensions: Record<string, string>): string {
  const said = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return said.join(', ') || 'no dimensions';
}
