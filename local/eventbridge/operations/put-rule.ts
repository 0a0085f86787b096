import * as eb from '@aws-sdk/client-eventbridge';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { checkBus, refuseUnsupported, validationException } from '../refusals.ts';
import { ruleArn } from '../rule-store.ts';
import { parseSchedule } from '../schedule/parse-schedule.ts';
import { withNextFire } from '../schedule/schedule-timer.ts';
import type { EventRoom } from './event-room.ts';

/** Creates a rule, or replaces one and leaves its targets. */
export function putRule({ rules, now, rearm }: EventRoom, input: eb.PutRuleRequest): eb.PutRuleResponse {
  refuseUnsupported(input, ['RoleArn', 'Tags']);
  checkBus(input);
  const {
    Name: name = '',
    EventPattern: pattern,
    ScheduleExpression: schedule,
    Description: description,
    State = 'ENABLED',
  } = input;
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) throw validationException(`The rule name "${name}" is not valid.`);
  if (pattern === undefined && schedule === undefined) {
    throw validationException('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (State !== 'ENABLED' && State !== 'DISABLED')
    throw validationException(`The State ${State} is not supported here.`);
  if (pattern !== undefined) checkPattern(pattern);
  if (schedule !== undefined) checkSchedule(schedule);
  const rule = {
    name,
    ...(pattern === undefined ? {} : { pattern }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(description === undefined ? {} : { description }),
    enabled: State === 'ENABLED',
    putAt: now(),
  };
  rules.save(withNextFire(rule, now()));
  rearm();
  return { RuleArn: ruleArn(name) };
}

/** Parses, or throws InvalidEventPatternException with the reason. */
export function checkPattern(pattern: string) {
  try {
    return parsePattern(pattern);
  } catch (cause) {
    const message = `Event pattern is not valid. Reason: ${(cause as Error).message}`;
    throw new eb.InvalidEventPatternException({ message, $metadata: {} });
  }
}

function checkSchedule(schedule: string): void {
  try {
    parseSchedule(schedule, 0);
  } catch (cause) {
    throw validationException(`Parameter ScheduleExpression is not valid. Reason: ${(cause as Error).message}`);
  }
}
