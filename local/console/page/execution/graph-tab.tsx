import { useMemo, useState } from 'preact/hooks';
import type { ExecutionView } from '../../api/views.ts';
import { layOut } from '../../execution/lay-out.ts';
import { machineGraph } from '../../execution/machine-graph.ts';
import { type Chosen, statusOfStates } from '../../execution/status-of-states.ts';
import { visitsOf } from '../../execution/visits-of.ts';
import { GraphView } from './graph-view.tsx';
import { StatePanel } from './state-panel.tsx';

/** The graph, and beside it the state that is looked at: the one that was chosen, or where the execution stands. */
export function GraphTab({ view }: { view: ExecutionView }) {
  const [selected, setSelected] = useState<string>();
  const [chosen, setChosen] = useState<Chosen>({});
  const { definition, events } = view;
  const layout = useMemo(() => (definition ? layOut(machineGraph(definition)) : undefined), [definition]);
  const visits = useMemo(() => visitsOf(events), [events]);
  const states = useMemo(
    () => (definition ? statusOfStates(definition, events, chosen) : undefined),
    [definition, events, chosen],
  );
  if (!(layout && states)) return <p class="pending">The definition of this execution is not known.</p>;
  const shown = [...states.values()].flatMap((state) => state.visits).sort((a, b) => a.id - b.id);
  const standing = shown.findLast((v) => v.status === 'in progress') ?? shown.findLast((v) => v.attempts.length > 0);
  const name = selected ?? standing?.state ?? layout.states[0]?.name ?? '';
  const state = states.get(name);
  const choose = (map: string, index: number): void => setChosen((before) => ({ ...before, [map]: index }));
  return (
    <div class="graph-tab">
      <GraphView layout={layout} states={states} visits={visits} selected={name} select={setSelected} choose={choose} />
      {state ? (
        <StatePanel
          key={name}
          name={name}
          what={layout.states.find((placed) => placed.name === name)?.what ?? ''}
          state={state}
          visits={visits}
        />
      ) : null}
    </div>
  );
}
