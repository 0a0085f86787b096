import { type Machine, statesOf } from '../states.ts';
import { expressionsParse, namesAreOurs } from './expressions.ts';
import {
  allAloneAndLast,
  isBounded,
  isCaught,
  knownErrors,
  lambdaFirst,
  onceOnly,
  refusalsNotRepeated,
} from './failures.ts';
import type { Finding, Rule } from './finding.ts';
import { choiceHasDefault, goesOnOrEnds, isReached, leadsSomewhere } from './flow.ts';

/** What asl-validator and Step Functions let pass, and would still be a mistake here. By the name under which it is found. */
export const RULES = {
  bounded: isBounded,
  'lambda faults first': lambdaFirst,
  'refusals not repeated': refusalsNotRepeated,
  'States.ALL alone and last': allAloneAndLast,
  caught: isCaught,
  'once only': onceOnly,
  'known errors': knownErrors,
  'leads somewhere': leadsSomewhere,
  reached: isReached,
  'goes on or ends': goesOnOrEnds,
  'choice has a default': choiceHasDefault,
  'expressions parse': expressionsParse,
  'names are ours': namesAreOurs,
} satisfies Record<string, Rule>;

/** Every finding of every rule, in the order of the states; none when all is well. */
export const lint = (machine: Machine): Finding[] =>
  statesOf(machine).flatMap((placed) =>
    Object.entries(RULES).flatMap(([rule, look]) => look(placed).map((what) => ({ rule, state: placed.name, what }))),
  );
