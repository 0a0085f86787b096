import { randomUUID } from 'node:crypto';
import type { EventEnvelope } from '../event-envelope.ts';
import { matches } from '../pattern/matches.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import type { RuleStore } from '../rule-store.ts';
import type { DeliveryStore } from './delivery-store.ts';

/** Notes a delivery for each target of each enabled rule whose pattern the event fits. To be called in a transaction. */
export function acceptEvent(rules: RuleStore, deliveries: DeliveryStore, event: EventEnvelope, now: number): void {
  for (const { name, enabled, pattern } of rules.all()) {
    if (enabled && pattern !== undefined && matches(parsePattern(pattern), event)) {
      deliverToTargets(rules, deliveries, name, event, now);
    }
  }
}

export function deliverToTargets(
  rules: RuleStore,
  deliveries: DeliveryStore,
  rule: string,
  event: EventEnvelope,
  now: number,
): void {
  for (const target of rules.targets(rule)) {
    deliveries.save({ id: randomUUID(), rule, target, event, acceptedAt: now, attempts: 0 }, now);
  }
}
