import type { Orders } from '#core/ports/orders.ts';
import { handOver } from './hand-over.ts';

/** Hands orders to the function that obeys them. */
export const lambdaOrders = (functionName: string): Orders => ({ send: handOver(functionName) });
