import type { Layout, PlacedEdge, Point } from '../../execution/layout.ts';
import { START_DOT } from '../../execution/machine-graph.ts';
import type { StateOfExecution } from '../../execution/status-of-states.ts';

interface EdgesProps {
  layout: Layout;
  states: Map<string, StateOfExecution>;
  selected: string;
}

/**
 * The drawn part of the graph: edges, their labels, and the dots at both ends. What was taken stands out; catchers that were
 * not are shown with their state only.
 */
export function Edges({ layout, states, selected }: EdgesProps) {
  const isShown = (edge: PlacedEdge): boolean =>
    edge.kind !== 'catch' || !edge.isAside || edge.from === selected || isTaken(edge, states);
  return (
    <svg class="edges" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        {['plain', 'taken', 'caught'].map((kind) => (
          <marker
            key={kind}
            id={`arrow-${kind}`}
            class={`arrow arrow-${kind}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path d="M0 0.5 8 4 0 7.5z" />
          </marker>
        ))}
      </defs>
      {layout.edges.filter(isShown).map((edge) => (
        <Edge key={`${edge.from}>${edge.to}`} edge={edge} way={wayOf(edge, states)} />
      ))}
      {layout.dots.map((dot, i) => (
        <circle key={i} class={i === 0 ? 'dot start' : 'dot end'} cx={dot.x} cy={dot.y} r="7" />
      ))}
    </svg>
  );
}

type Way = 'plain' | 'taken' | 'caught';

function Edge({ edge, way }: { edge: PlacedEdge; way: Way }) {
  const middle = middleOf(edge);
  return (
    <g class={`edge edge-${edge.kind} way-${way}`}>
      <path d={edge.isAside ? arc(edge.points) : curve(edge.points)} marker-end={`url(#arrow-${way})`} />
      {edge.label && middle ? (
        <text x={middle.x} y={middle.y + 4} text-anchor="middle">
          {edge.label}
        </text>
      ) : null}
    </g>
  );
}

/** An edge that stands for a catcher too was taken by it when the state was caught. */
function wayOf(edge: PlacedEdge, states: Map<string, StateOfExecution>): Way {
  if (!isTaken(edge, states)) return 'plain';
  return edge.kind === 'catch' || states.get(edge.from)?.status === 'caught' ? 'caught' : 'taken';
}

const isTaken = ({ from, to }: PlacedEdge, states: Map<string, StateOfExecution>): boolean =>
  from === START_DOT
    ? states.get(to)?.status !== 'not run'
    : (states.get(to)?.visits.some((visit) => visit.from === from) ?? false);

function middleOf({ points, isAside }: PlacedEdge): Point | undefined {
  const [start, , far, end] = points;
  if (!isAside) return points[Math.floor(points.length / 2)];
  return start && far && end && { x: (start.x + 3 * far.x * 2 + end.x) / 8, y: (start.y + end.y) / 2 };
}

const arc = ([a, b, c, d]: Point[]): string =>
  a && b && c && d ? `M${a.x} ${a.y}C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}` : '';

/** A smooth line through the points: straight at both ends, bent around those between. */
function curve(points: Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!(first && last)) return '';
  const bends = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1] ?? point;
    const to = i === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${to.x} ${to.y}`;
  });
  return `M${first.x} ${first.y}${bends.length > 0 ? bends.join('') : `L${last.x} ${last.y}`}`;
}
