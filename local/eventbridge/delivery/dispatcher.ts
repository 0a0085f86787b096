import type { DeadLetters } from '../../sqs/create-dead-letters.ts';
import type { Clock } from '../../time/clock.ts';
import { ruleArn } from '../rule-store.ts';
import { renderInput } from '../target/render-input.ts';
import { type AfterFailure, afterFailure } from './after-failure.ts';
import type { Delivery, DeliveryStore } from './delivery-store.ts';

const BURIED_AGAIN_MS = 60_000;

/**
 * Puts an event into a function's durable queue and returns; throws when it cannot. The same `id` comes again after a
 * crash or a failure, so the queue can tell a repetition. An error named ResourceNotFoundException is final.
 */
export type InvokeAsync = (functionArn: string, event: unknown, id: string) => void;

export interface Dispatcher {
  start(): void;
  /** Something is due now. */
  wake(): void;
  close(): void;
}

export interface DispatcherOptions {
  clock: Clock;
  deliveries: DeliveryStore;
  invokeAsync: InvokeAsync;
  deadLetter: DeadLetters['send'];
}

/** Hands deliveries to their functions when they are due. One that fails waits for its retry and holds up no other. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { clock, deliveries } = options;
  let running = false;
  let cancel: (() => void) | undefined;

  const arm = (): void => {
    cancel?.();
    cancel = undefined;
    const next = running ? deliveries.nextDue() : undefined;
    if (next !== undefined) cancel = clock.at(Math.max(next, clock.now()), dispatch);
  };
  const dispatch = (): void => {
    for (const delivery of deliveries.due(clock.now())) attempt(options, delivery);
    arm();
  };
  return {
    start() {
      running = true;
      arm();
    },
    wake: arm,
    close() {
      running = false;
      cancel?.();
    },
  };
}

function attempt(options: DispatcherOptions, before: Delivery): void {
  const { deliveries, invokeAsync, clock } = options;
  const delivery = { ...before, attempts: before.attempts + 1 };
  try {
    invokeAsync(delivery.target.Arn ?? '', inputOf(delivery), delivery.id);
    deliveries.remove(delivery.id);
  } catch (thrown) {
    const error = thrown as Error;
    const next = afterFailure(delivery, error, clock.now());
    if ('due' in next) deliveries.save(delivery, next.due);
    else bury(options, delivery, error, next);
  }
}

function inputOf({ target, event, rule }: Delivery): unknown {
  try {
    return renderInput(target, event, { name: rule, arn: ruleArn(rule) });
  } catch (cause) {
    throw Object.assign(new Error(`The input for ${target.Id} is not JSON.`, { cause }), { name: 'InvalidInput' });
  }
}

/** Without a dead-letter queue an event whose retries are used up is dropped, as in AWS. */
function bury(
  { deliveries, deadLetter, clock }: DispatcherOptions,
  delivery: Delivery,
  error: Error,
  { errorCode, exhausted }: Exclude<AfterFailure, { due: number }>,
): void {
  const { id, rule, target, event, attempts } = delivery;
  const attributes = {
    RULE_ARN: ruleArn(rule),
    TARGET_ARN: target.Arn ?? '',
    ERROR_CODE: errorCode,
    ERROR_MESSAGE: error.message,
    RETRY_ATTEMPTS: String(attempts - 1),
    ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
  try {
    const queue = target.DeadLetterConfig?.Arn;
    if (queue !== undefined) deadLetter(queue, { id, body: JSON.stringify(event), attributes });
    deliveries.remove(id);
  } catch (cause) {
    console.error(`The dead-letter queue of ${target.Arn} could not be reached; its event is kept.`, cause);
    deliveries.save(delivery, clock.now() + BURIED_AGAIN_MS);
  }
}
