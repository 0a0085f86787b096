import { Graph, layout as place } from '@dagrejs/dagre';
import { asideEdges, bendAside } from './aside-edges.ts';
import { type Layout, moved, type PlacedEdge, type PlacedState, type Point } from './layout.ts';
import { END_DOT, type GraphEdge, type GraphState, type MachineGraph, START_DOT } from './machine-graph.ts';

const NODE_HEIGHT = 46;
const CONTAINER = { top: 52, side: 18, bottom: 18 };
const DOT = 14;
const SPACE = { rankdir: 'TB', nodesep: 32, ranksep: 34, marginx: 42, marginy: 8 } as const;

/**
 * Places a machine top to bottom. Containers are laid out from the inside: each inner machine first, then as one
 * big node of the machine around it, since dagre cannot draw edges to a cluster.
 */
export function layOut(graph: MachineGraph): Layout {
  const inner = new Map(graph.states.map((state) => [state.name, state.inside.map(layOut)]));
  const aside = asideEdges(graph);
  const shaping = graph.edges.filter((edge) => !aside.has(edge));
  const dagre = new Graph({ multigraph: false }).setGraph({ ...SPACE });
  for (const state of graph.states) dagre.setNode(state.name, sizeOf(state, inner.get(state.name) ?? []));
  const dots = [START_DOT, END_DOT].filter((dot) => shaping.some(({ from, to }) => from === dot || to === dot));
  for (const dot of dots) dagre.setNode(dot, { width: DOT, height: DOT });
  for (const edge of shaping) dagre.setEdge(edge.from, edge.to, labelSize(edge));
  place(dagre);

  const { width = 0, height = 0 } = dagre.graph() as { width?: number; height?: number };
  const own = graph.states.map((state) => placeState(state, dagre, inner.get(state.name) ?? []));
  const within = own.flatMap((placed) => offsetsOf(placed, inner.get(placed.name) ?? []));
  return {
    width,
    height,
    states: [...own, ...within.flatMap(([{ states }, by]) => states.map((state) => moved(state, by)))],
    edges: [
      ...shaping.map((edge) => ({ ...edge, isAside: false, points: pointsOf(dagre, edge) })),
      ...[...aside].flatMap((edge) => bendAside(edge, own) ?? []),
      ...within.flatMap(([{ edges }, by]) => edges.map((edge) => movedEdge(edge, by))),
    ],
    dots: dots.map((dot) => pointOf(dagre, dot)),
  };
}

function placeState(state: GraphState, dagre: Graph, inner: Layout[]): PlacedState {
  const { x, y } = pointOf(dagre, state.name);
  const { width, height } = sizeOf(state, inner);
  const { name, what, repeats } = state;
  return {
    name,
    what,
    repeats,
    isContainer: inner.length > 0,
    x: x - width / 2,
    y: y - height / 2,
    width,
    height,
  };
}

/** Branches stand side by side. */
function offsetsOf(corner: Point, inner: Layout[]): [Layout, Point][] {
  let x = corner.x + CONTAINER.side;
  return inner.map((layout) => {
    const by = { x, y: corner.y + CONTAINER.top };
    x += layout.width + CONTAINER.side;
    return [layout, by];
  });
}

/** Wide enough for both lines of text, as wide as letters get. */
function sizeOf({ name, what, repeats }: GraphState, inner: Layout[]): { width: number; height: number } {
  if (inner.length > 0) {
    const width = inner.reduce((sum, layout) => sum + layout.width + CONTAINER.side, CONTAINER.side);
    const height = Math.max(...inner.map((layout) => layout.height)) + CONTAINER.top + CONTAINER.bottom;
    return { width: Math.max(width, 380), height };
  }
  const below = what.length + (repeats ? ' · repeats'.length : 0);
  return { width: Math.max(140, Math.round(Math.max(name.length * 8.6, below * 6.7)) + 56), height: NODE_HEIGHT };
}

const labelSize = ({ label }: GraphEdge) =>
  label ? { weight: 2, width: label.length * 6.2 + 8, height: 16, labelpos: 'c' } : { weight: 4 };

const pointOf = (dagre: Graph, name: string): Point => dagre.node(name) as unknown as Point;

const pointsOf = (dagre: Graph, { from, to }: GraphEdge): Point[] =>
  (dagre.edge(from, to) as unknown as { points: Point[] }).points;

const movedEdge = (edge: PlacedEdge, by: Point): PlacedEdge => ({
  ...edge,
  points: edge.points.map((point) => moved(point, by)),
});
