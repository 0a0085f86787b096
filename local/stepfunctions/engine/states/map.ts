import type { Json } from '../../json.ts';
import type { MapState } from '../../language/definition.ts';
import type { Bindings } from '../../language/expression.ts';
import { ERRORS, evaluationFault, StateFault } from '../../language/failure.ts';
import { evaluateTemplate } from '../../language/template.ts';
import { bindingsOf } from '../bindings.ts';
import type { Frame } from '../frame.ts';
import { type Child, startChildren } from '../start-children.ts';
import type { Turn } from '../turn.ts';
import { describeTemplate, describeType, evaluateInteger, evaluateNumber } from './expected-type.ts';

/** Starts one iteration per item, at most MaxConcurrency of them at a time (0 or absent: all). */
export async function enterMap(turn: Turn, frame: Frame, state: MapState): Promise<void> {
  const bindings = bindingsOf(turn, frame);
  const items = await evaluateItems(state, frame, bindings);
  const maxConcurrency = await evaluateInteger(state.maxConcurrency, 'MaxConcurrency', bindings, 0);
  const tolerated = await evaluateTolerated(state, items.length, bindings);
  const children: Child[] = [];
  for (const [Index, Value] of items.entries()) {
    const item = { Index, Value };
    const input = state.itemSelector
      ? await evaluateTemplate(state.itemSelector, bindingsOf(turn, frame, { item }))
      : Value;
    children.push({ state: state.startAt, input, item });
  }
  startChildren(turn, frame, state, { children, concurrency: maxConcurrency || items.length, tolerated });
}

async function evaluateItems(state: MapState, frame: Frame, bindings: Bindings): Promise<Json[]> {
  if (!state.items) {
    if (Array.isArray(frame.input)) return frame.input;
    throw evaluationFault(`Map state input must be an array but was: ${JSON.stringify(frame.input)}`);
  }
  const items = await evaluateTemplate(state.items, bindings);
  if (Array.isArray(items)) return items;
  throw evaluationFault(describeTemplate(state.items, 'Items') + describeType('array', items), 'Items');
}

/** How many iterations may fail: the smaller of the count and the percentage that are given; none when neither is. */
async function evaluateTolerated(state: MapState, total: number, bindings: Bindings): Promise<number> {
  const count = await evaluateInteger(state.toleratedFailureCount, 'ToleratedFailureCount', bindings, 0);
  const percentage = await evaluateNumber(state.toleratedFailurePercentage, 'ToleratedFailurePercentage', bindings);
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw new StateFault(ERRORS.runtime, 'ToleratedFailurePercentage must be between 0 and 100.');
  }
  const share = percentage === undefined ? undefined : Math.floor((total * percentage) / 100);
  if (count === undefined && share === undefined) return 0;
  return Math.min(count ?? total, share ?? total);
}
