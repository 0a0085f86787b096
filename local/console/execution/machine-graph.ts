import type { MachineDefinition, StateDefinition } from './machine-definition.ts';
import { insideOf } from './states-of.ts';

export type EdgeKind = 'next' | 'choice' | 'default' | 'catch';

export interface GraphEdge {
  from: string;
  to: string;
  kind: EdgeKind;
  label?: string;
}

export interface GraphState {
  name: string;
  /** `Lambda`, `Lambda, waits for its token`, `Choice`. */
  what: string;
  /** The machines within a Map or Parallel. */
  inside: MachineGraph[];
  /** A catcher or rule leads from the state to itself: it looks again and again. */
  repeats: boolean;
}

export interface MachineGraph {
  states: GraphState[];
  edges: GraphEdge[];
}

/** Names of the dots; states cannot have them, because names of states are never empty or blank. */
export const START_DOT = ' ';
export const END_DOT = '  ';

/** The machine as nodes and edges. Only the outermost one has its start and end drawn. */
export function machineGraph(definition: MachineDefinition, isOutermost = true): MachineGraph {
  const named = Object.entries(definition.States);
  const edges = named.flatMap(([name, state]) => edgesFrom(name, state, isOutermost));
  const start: GraphEdge[] = isOutermost ? [{ from: START_DOT, to: definition.StartAt, kind: 'next' }] : [];
  return {
    states: named.map(([name, state]) => ({
      name,
      what: whatIs(state),
      inside: insideOf(state).map((inner) => machineGraph(inner, false)),
      repeats: edges.some((edge) => edge.from === name && edge.to === name),
    })),
    edges: [...start, ...mergeParallel(edges.filter((edge) => edge.from !== edge.to))],
  };
}

function edgesFrom(from: string, state: StateDefinition, isOutermost: boolean): GraphEdge[] {
  const choices = (state.Choices ?? []).map(
    ({ Condition, Next }): GraphEdge => ({ from, to: Next, kind: 'choice', ...labelled(sayCondition(Condition)) }),
  );
  const isEnd = state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
  return [
    ...choices,
    ...(state.Default ? [{ from, to: state.Default, kind: 'default', label: 'otherwise' } as GraphEdge] : []),
    ...(state.Next ? [{ from, to: state.Next, kind: 'next' } as GraphEdge] : []),
    ...(isEnd && isOutermost ? [{ from, to: END_DOT, kind: 'next' } as GraphEdge] : []),
    ...(state.Catch ?? []).map(({ Next }): GraphEdge => ({ from, to: Next, kind: 'catch' })),
  ];
}

/** Two edges between the same states are drawn once: the first one stands for both, the drawn-through kind before the caught. */
function mergeParallel(edges: GraphEdge[]): GraphEdge[] {
  const first = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const key = `${edge.from}\n${edge.to}`;
    if (!first.has(key)) first.set(key, edge);
  }
  return [...first.values()];
}

const labelled = (label: string | undefined) => (label === undefined ? {} : { label });

const LONGEST_LABEL = 24;

/** `{% $states.input.result.status = 'woken' %}` -> `status = woken`. Long conditions are not shown in the graph. */
function sayCondition(condition: string | undefined): string | undefined {
  const text = (condition ?? '')
    .replace(/^\{%\s*|\s*%\}$/g, '')
    .replaceAll(/\$[\w.]*\.(?=\w+)/g, '')
    .replaceAll(/['"]/g, '')
    .trim();
  return text !== '' && text.length <= LONGEST_LABEL ? text : undefined;
}

const SERVICES: Record<string, string> = {
  lambda: 'Lambda',
  codebuild: 'CodeBuild',
  ecs: 'ECS',
  states: 'Step Functions',
};

function whatIs({ Type, Resource }: StateDefinition): string {
  if (Type !== 'Task' || !Resource) return Type;
  const service = /:states:[^:]*:[^:]*:([a-z0-9-]+):/.exec(Resource)?.[1] ?? 'lambda';
  const name = SERVICES[service] ?? service;
  if (Resource.endsWith('.waitForTaskToken')) return `${name} · waits`;
  return Resource.endsWith('.sync') ? `${name} · job` : name;
}
