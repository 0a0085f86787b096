import type { Store } from '../store/store.ts';
import { statusEvent } from './status-event.ts';
import type { Turn } from './turn.ts';

/** Makes a turn real: first on disk, in one transaction, then in memory. */
export function commitTurn(store: Store, turn: Turn): void {
  const { live, execution, changed, events } = turn;
  store.commit(() => {
    for (const [id, frame] of changed) {
      if (frame) store.executions.putFrame(execution.arn, frame);
      else store.executions.removeFrame(execution.arn, id);
    }
    for (const event of events) store.history.append(execution.arn, event);
    store.executions.update(execution);
    if (execution.status !== live.execution.status) store.outbox.add(statusEvent(execution, turn.now));
  });
  live.execution = execution;
  for (const [id, frame] of changed) {
    if (frame) live.frames.set(id, frame);
    else live.frames.delete(id);
  }
}
