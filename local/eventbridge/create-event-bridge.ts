import { join } from 'node:path';
import * as eb from '@aws-sdk/client-eventbridge';
import type { HttpService } from '../http/http-service.ts';
import { jsonService } from '../http/json-service.ts';
import type { DeadLetters } from '../sqs/create-dead-letters.ts';
import { openDatabase, transaction } from '../storage/database.ts';
import type { Clock } from '../time/clock.ts';
import type { Emit, ServiceEvent } from './aws-event.ts';
import { acceptEvent, deliverToTargets } from './delivery/accept-event.ts';
import { createDeliveryStore, DELIVERY_SCHEMA } from './delivery/delivery-store.ts';
import { createDispatcher, type InvokeAsync } from './delivery/dispatcher.ts';
import { envelope } from './event-envelope.ts';
import type { EventRoom } from './operations/event-room.ts';
import { putEvents } from './operations/put-events.ts';
import { putRule } from './operations/put-rule.ts';
import { deleteRule, describeRule, listRules, switchRule } from './operations/rule-operations.ts';
import { listTargetsByRule, putTargets, removeTargets } from './operations/target-operations.ts';
import { testEventPattern } from './operations/test-event-pattern.ts';
import { createRuleStore, RULE_SCHEMA, ruleArn } from './rule-store.ts';
import { createScheduleTimer } from './schedule/schedule-timer.ts';

export interface EventBridgeOptions {
  /** Folder of the database file, or `:memory:`. */
  dir: string;
  clock: Clock;
  invokeAsync: InvokeAsync;
  /** Where events go whose retries are used up: `createDeadLetters(...).send`. */
  deadLetter: DeadLetters['send'];
}

export interface EventBridge {
  service: HttpService;
  /** Accepts an event of an AWS service on the default bus, also while deliveries are not started: it is kept. */
  emit: Emit;
  /** Begins to deliver, and to fire schedules. */
  start(): void;
  close(): void;
}

/** EventBridge's default bus on one machine: rules, schedules, and deliveries to Lambda that survive a crash at any moment. */
export function createEventBridge({ dir, clock, invokeAsync, deadLetter }: EventBridgeOptions): EventBridge {
  const file = dir === ':memory:' ? dir : join(dir, 'eventbridge.db');
  const database = openDatabase(file, RULE_SCHEMA + DELIVERY_SCHEMA);
  const rules = createRuleStore(database);
  const deliveries = createDeliveryStore(database);
  const dispatcher = createDispatcher({ clock, deliveries, invokeAsync, deadLetter });

  const accept = (events: ServiceEvent[]): string[] => {
    const envelopes = events.map(envelope);
    transaction(database, () => {
      for (const event of envelopes) acceptEvent(rules, deliveries, event, clock.now());
    });
    dispatcher.wake();
    return envelopes.map(({ id }) => id);
  };
  const timer = createScheduleTimer(clock, rules, (due, next) => {
    const time = due.nextFire ?? clock.now();
    const event = envelope({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [ruleArn(due.name)],
      detail: {},
      time,
    });
    transaction(database, () => {
      rules.save(next);
      deliverToTargets(rules, deliveries, due.name, event, clock.now());
    });
    dispatcher.wake();
  });
  const room: EventRoom = { rules, accept, now: clock.now, rearm: timer.rearm };
  return {
    service: jsonService({ name: 'events', target: 'AWSEvents', sdk: eb, operations: operations(room) }),
    emit: (event) => void accept([event]),
    start() {
      dispatcher.start();
      timer.start();
    },
    close() {
      dispatcher.close();
      timer.close();
      database.close();
    },
  };
}

const operations = (room: EventRoom) => ({
  PutRule: (input: eb.PutRuleRequest) => putRule(room, input),
  DeleteRule: (input: eb.DeleteRuleRequest) => silent(() => deleteRule(room, input)),
  DescribeRule: (input: eb.DescribeRuleRequest) => describeRule(room, input),
  EnableRule: (input: eb.EnableRuleRequest) => silent(() => switchRule(room, input, true)),
  DisableRule: (input: eb.DisableRuleRequest) => silent(() => switchRule(room, input, false)),
  ListRules: (input: eb.ListRulesRequest) => listRules(room, input),
  PutTargets: (input: eb.PutTargetsRequest) => putTargets(room, input),
  RemoveTargets: (input: eb.RemoveTargetsRequest) => removeTargets(room, input),
  ListTargetsByRule: (input: eb.ListTargetsByRuleRequest) => listTargetsByRule(room, input),
  PutEvents: (input: eb.PutEventsRequest) => putEvents(room, input),
  TestEventPattern: testEventPattern,
});

/** An operation whose answer is empty. */
function silent(run: () => void): object {
  run();
  return {};
}
