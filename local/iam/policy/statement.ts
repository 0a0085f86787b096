import type { IamRequest } from '../iam-request.ts';
import { type Condition, parseCondition } from './condition.ts';
import { PolicyMistake } from './policy-mistake.ts';
import { arnWildcard, wildcard } from './wildcard.ts';

/** A statement of an identity policy, ready to be asked. */
export interface Statement {
  /** Its Sid, or its place in its policy: `policy#0`. */
  id: string;
  effect: 'Allow' | 'Deny';
  /** The actions as written: each is something that is granted or denied. Of a NotAction, one that says so. */
  actions: GrantedAction[];
  covers(resource: string): boolean;
  conditions: Condition[];
}

export interface GrantedAction {
  text: string;
  matches(action: string): boolean;
}

const KEYS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** Throws PolicyMistake, with the name of the policy, for everything that IAM refuses or that is not understood here. */
export function parseStatement(value: unknown, place: string): Statement {
  if (!isRecord(value)) throw new PolicyMistake(`${place} is not an object.`);
  const stray = Object.keys(value).find((key) => !KEYS.includes(key));
  if (stray)
    throw new PolicyMistake(
      `${place} has ${stray}, which is not known here in an identity policy; these are: ${KEYS.join(', ')}.`,
    );
  const { Sid, Effect } = value;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new PolicyMistake(`${place}: Effect must be Allow or Deny.`);
  return {
    id: typeof Sid === 'string' && Sid !== '' ? `${place} (${Sid})` : place,
    effect: Effect,
    actions: actionsOf(value, place),
    covers: resourcesOf(value, place),
    conditions: conditionsOf(value['Condition'], place),
  };
}

export function speaksOf(statement: Statement, { action, resource, context }: IamRequest): boolean {
  return (
    statement.actions.some(({ matches }) => matches(action)) &&
    statement.covers(resource) &&
    statement.conditions.every((holds) => holds(context))
  );
}

function actionsOf(statement: Record<string, unknown>, place: string): GrantedAction[] {
  const { isOther, texts } = oneOf(statement, 'Action', 'NotAction', place);
  for (const text of texts)
    if (text !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(text))
      throw new PolicyMistake(`${place}: "${text}" is no action; one looks like "dynamodb:PutItem".`);
  const patterns = texts.map((text) => ({ text, matches: wildcard(text, { ignoreCase: true }) }));
  if (!isOther) return patterns;
  const matches = (action: string): boolean => !patterns.some((pattern) => pattern.matches(action));
  return [{ text: `all but ${texts.join(', ')}`, matches }];
}

function resourcesOf(statement: Record<string, unknown>, place: string): (resource: string) => boolean {
  const { isOther, texts } = oneOf(statement, 'Resource', 'NotResource', place);
  for (const text of texts)
    if (text !== '*' && !/^arn:([^:]*:){4}[^:]/.test(text))
      throw new PolicyMistake(`${place}: "${text}" is no ARN and not "*".`);
  const tests = texts.map(arnWildcard);
  return (resource) => tests.some((test) => test(resource)) !== isOther;
}

function oneOf(statement: Record<string, unknown>, name: string, other: string, place: string) {
  const isOther = statement[name] === undefined;
  if (isOther === (statement[other] === undefined))
    throw new PolicyMistake(`${place} needs either ${name} or ${other}.`);
  return { isOther, texts: textsOf(statement[isOther ? other : name], `${place}: ${isOther ? other : name}`) };
}

function conditionsOf(block: unknown, place: string): Condition[] {
  if (block === undefined) return [];
  if (!isRecord(block)) throw new PolicyMistake(`${place}: Condition is not an object.`);
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw new PolicyMistake(`${place}: Condition.${operator} is not an object.`);
    return Object.entries(keys).map(([key, values]) =>
      parseCondition(operator, key, textsOf(values, `${place}: Condition.${operator}.${key}`)),
    );
  });
}

function textsOf(value: unknown, place: string): string[] {
  const texts = (Array.isArray(value) ? value : [value]).map((text) =>
    typeof text === 'boolean' ? String(text) : text,
  );
  if (texts.length === 0) throw new PolicyMistake(`${place} is empty.`);
  for (const text of texts) {
    if (typeof text !== 'string' || text === '')
      throw new PolicyMistake(`${place} must be texts, not ${JSON.stringify(text)}.`);
    if (text.includes('${'))
      throw new PolicyMistake(`${place}: "${text}" has a policy variable, which is not understood here.`);
  }
  return texts;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
