import type { ParallelState } from '../../language/definition.ts';
import { evaluateTemplate } from '../../language/template.ts';
import { bindingsOf } from '../bindings.ts';
import type { Frame } from '../frame.ts';
import { startChildren } from '../start-children.ts';
import type { Turn } from '../turn.ts';

/** Starts all branches with the same input: Arguments, or the state's own input. */
export async function enterParallel(turn: Turn, frame: Frame, state: ParallelState): Promise<void> {
  const input = state.arguments ? await evaluateTemplate(state.arguments, bindingsOf(turn, frame)) : frame.input;
  const children = state.branches.map((startAt) => ({ state: startAt, input }));
  startChildren(turn, frame, state, { children, concurrency: children.length, tolerated: 0 });
}
