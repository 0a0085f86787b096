import type * as eb from '@aws-sdk/client-eventbridge';
import { ACCOUNT } from '../../account.ts';
import { checkBus, ruleNotFound, validationException } from '../refusals.ts';
import { type RuleRecord, ruleArn } from '../rule-store.ts';
import { withNextFire } from '../schedule/schedule-timer.ts';
import type { EventRoom } from './event-room.ts';
import { page } from './page.ts';

type Named = { Name: string | undefined; EventBusName?: string | undefined };

/** Deleting a rule that does not exist succeeds, as in AWS; one that has targets is kept. */
export function deleteRule({ rules, rearm }: EventRoom, input: eb.DeleteRuleRequest): void {
  checkBus(input);
  const name = input.Name ?? '';
  if (rules.targets(name).length > 0) throw validationException("Rule can't be deleted since it has targets.");
  rules.remove(name);
  rearm();
}

export function describeRule(room: EventRoom, input: Named): eb.DescribeRuleResponse {
  return { ...ruleShape(existing(room, input)), CreatedBy: ACCOUNT };
}

/** EnableRule and DisableRule. A schedule starts anew from the moment it is enabled. */
export function switchRule(room: EventRoom, input: Named, enabled: boolean): void {
  room.rules.save(withNextFire({ ...existing(room, input), enabled }, room.now()));
  room.rearm();
}

export function listRules({ rules }: EventRoom, input: eb.ListRulesRequest): eb.ListRulesResponse {
  checkBus(input);
  const { items, next } = page(
    rules.all().filter(({ name }) => name.startsWith(input.NamePrefix ?? '')),
    input,
  );
  return { Rules: items.map(ruleShape), ...next };
}

export function existing({ rules }: EventRoom, input: Named): RuleRecord {
  checkBus(input);
  const rule = rules.get(input.Name ?? '');
  if (!rule) throw ruleNotFound(input.Name);
  return rule;
}

const ruleShape = ({ name, pattern, schedule, description, enabled }: RuleRecord): eb.Rule => ({
  Name: name,
  Arn: ruleArn(name),
  EventPattern: pattern,
  ScheduleExpression: schedule,
  Description: description,
  State: enabled ? 'ENABLED' : 'DISABLED',
  EventBusName: 'default',
});
