import type { PlacedEdge, PlacedState, Point } from './layout.ts';
import type { GraphEdge, MachineGraph } from './machine-graph.ts';

const REACH = 34;

/**
 * The edges that must not shape the graph: ways back of a loop, and catchers to states that are reached otherwise too. With them
 * every state would be pulled towards its error path, and the main path would no longer be a line.
 */
export function asideEdges({ edges }: MachineGraph): Set<GraphEdge> {
  const aside = new Set<GraphEdge>();
  for (const [i, edge] of edges.entries()) {
    const isReachedOtherwise = edges.some((e, k) => e.to === edge.to && e !== edge && (e.kind !== 'catch' || k < i));
    const isWayBack = edges.slice(0, i).some((e) => e.from === edge.to && e.to === edge.from);
    if (isWayBack || (edge.kind === 'catch' && isReachedOtherwise)) aside.add(edge);
  }
  return aside;
}

/** Loops run along the left side, catchers along the right one. */
export function bendAside(edge: GraphEdge, states: PlacedState[]): PlacedEdge | undefined {
  const from = states.find((state) => state.name === edge.from);
  const to = states.find((state) => state.name === edge.to);
  if (!(from && to)) return undefined;
  const isLeft = edge.kind !== 'catch';
  const side = (state: PlacedState): Point => ({ x: isLeft ? state.x : state.x + state.width, y: middle(state) });
  const [start, end] = [side(from), side(to)];
  const far = isLeft ? Math.min(start.x, end.x) - REACH : Math.max(start.x, end.x) + REACH;
  return { ...edge, isAside: true, points: [start, { x: far, y: start.y }, { x: far, y: end.y }, end] };
}

/** A container is entered and left at its head. */
const middle = ({ y, height, isContainer }: PlacedState): number => y + (isContainer ? 22 : height / 2);
