import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import { matches } from '../pattern/matches.ts';
import { validationException } from '../refusals.ts';
import { checkPattern } from './put-rule.ts';

const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

/** Whether an event, given as JSON with all its mandatory fields, fits a pattern. */
export function testEventPattern({ EventPattern = '', Event = '' }: TestEventPatternRequest): TestEventPatternResponse {
  const pattern = checkPattern(EventPattern);
  const event = parseEvent(Event);
  const missing = REQUIRED.find((name) => !Object.hasOwn(event, name));
  if (missing) throw validationException(`Parameter Event is not valid. Reason: ${missing} is missing.`);
  return { Result: matches(pattern, event) };
}

function parseEvent(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw validationException('Parameter Event is not valid. Reason: it is not JSON.');
  }
}
