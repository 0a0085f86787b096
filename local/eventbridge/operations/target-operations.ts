import * as eb from '@aws-sdk/client-eventbridge';
import { validationException } from '../refusals.ts';
import { checkTarget } from '../target/check-target.ts';
import type { EventRoom } from './event-room.ts';
import { page } from './page.ts';
import { existing } from './rule-operations.ts';

const MOST_TARGETS = 5;

/** Adds targets or replaces those of the same id; all of them or, when one is refused, none. */
export function putTargets(room: EventRoom, input: eb.PutTargetsRequest): eb.PutTargetsResponse {
  const { name } = ruleOf(room, input);
  const { Targets: targets = [] } = input;
  if (targets.length === 0) throw validationException('Targets must have at least one element.');
  for (const target of targets) checkTarget(target);
  const ids = new Set([...room.rules.targets(name), ...targets].map(({ Id }) => Id));
  if (ids.size > MOST_TARGETS) {
    throw new eb.LimitExceededException({
      message: `The rule ${name} can have at most ${MOST_TARGETS} targets.`,
      $metadata: {},
    });
  }
  for (const target of targets) room.rules.saveTarget(name, target);
  return { FailedEntryCount: 0, FailedEntries: [] };
}

/** Ids that are not there are passed over, as in AWS. */
export function removeTargets(room: EventRoom, input: eb.RemoveTargetsRequest): eb.RemoveTargetsResponse {
  const { name } = ruleOf(room, input);
  for (const id of input.Ids ?? []) room.rules.removeTarget(name, id);
  return { FailedEntryCount: 0, FailedEntries: [] };
}

export function listTargetsByRule(room: EventRoom, input: eb.ListTargetsByRuleRequest): eb.ListTargetsByRuleResponse {
  const { items, next } = page(room.rules.targets(ruleOf(room, input).name), input);
  return { Targets: items, ...next };
}

const ruleOf = (
  room: EventRoom,
  { Rule, EventBusName }: { Rule: string | undefined; EventBusName?: string | undefined },
) => existing(room, { Name: Rule, EventBusName });
