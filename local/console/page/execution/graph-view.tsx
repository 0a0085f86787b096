import { useEffect, useRef, useState } from 'preact/hooks';
import { iterationsOf } from '../../execution/iterations-of.ts';
import type { Layout, PlacedState } from '../../execution/layout.ts';
import type { StateOfExecution } from '../../execution/status-of-states.ts';
import type { Visit } from '../../execution/visit.ts';
import { Edges } from './edges.tsx';

interface GraphViewProps {
  layout: Layout;
  states: Map<string, StateOfExecution>;
  visits: Visit[];
  selected: string;
  select: (state: string) => void;
  choose: (map: string, index: number) => void;
}

const ZOOMS = [0.5, 0.65, 0.8, 1, 1.2] as const;
const LEAST_LEGIBLE = 0.65;

/** The machine as a graph of buttons over drawn edges. */
export function GraphView(props: GraphViewProps) {
  const { layout, selected } = props;
  const [zoom, setZoom] = useState<number>(LEAST_LEGIBLE);
  const frame = useRef<HTMLDivElement>(null);
  const place = layout.states.find((state) => state.name === selected);
  useEffect(() => setZoom(fitting(layout.width, frame.current?.clientWidth ?? 0)), [layout]);
  useEffect(() => bringIntoView(frame.current, place, zoom), [selected, zoom]);
  return (
    <div class="graph-frame">
      <Zoom zoom={zoom} set={setZoom} />
      <section class="graph-scroll" ref={frame} aria-label="State machine">
        <div class="graph-size" style={{ width: px(layout.width * zoom), height: px(layout.height * zoom) }}>
          <div
            class="graph-canvas"
            style={{ width: px(layout.width), height: px(layout.height), transform: `scale(${zoom})` }}
          >
            <Edges layout={layout} states={props.states} selected={selected} />
            {layout.states.map((state) => (
              <Node key={state.name} placed={state} {...props} />
            ))}
          </div>
        </div>
      </section>
    </div>
  );
}

/** The largest step at which the whole width is seen, as long as it can be read. */
const fitting = (width: number, room: number): number =>
  ZOOMS.findLast((zoom) => zoom <= 1 && zoom >= LEAST_LEGIBLE && width * zoom <= room) ?? LEAST_LEGIBLE;

const px = (pixels: number): string => `${Math.round(pixels)}px`;

function bringIntoView(frame: HTMLDivElement | null, place: PlacedState | undefined, zoom: number): void {
  if (!(frame && place)) return;
  const { scrollTop, scrollLeft, clientHeight, clientWidth } = frame;
  const left = place.x * zoom;
  const top = place.y * zoom;
  const isSeen =
    top >= scrollTop &&
    top + 60 <= scrollTop + clientHeight &&
    left >= scrollLeft &&
    left + 120 <= scrollLeft + clientWidth;
  if (isSeen) return;
  frame.scrollTo({ top: top - clientHeight / 3, left: left - clientWidth / 3 });
}

function Zoom({ zoom, set }: { zoom: number; set: (zoom: number) => void }) {
  const at = ZOOMS.indexOf(zoom as (typeof ZOOMS)[number]);
  return (
    <div class="zoom">
      <button type="button" aria-label="Zoom out" disabled={at <= 0} onClick={() => set(ZOOMS[at - 1] ?? zoom)}>
        −
      </button>
      <button
        type="button"
        aria-label="Zoom in"
        disabled={at >= ZOOMS.length - 1}
        onClick={() => set(ZOOMS[at + 1] ?? zoom)}
      >
        +
      </button>
    </div>
  );
}

function Node({ placed, states, visits, selected, select, choose }: GraphViewProps & { placed: PlacedState }) {
  const { name, what, isContainer, repeats, x, y, width, height } = placed;
  const state = states.get(name);
  const status = state?.status ?? 'not run';
  const times = state?.visits.length ?? 0;
  const box = { left: px(x), top: px(y), width: px(width), height: px(height) };
  const classes = `node ${isContainer ? 'container' : 'leaf'} is-${status.replace(' ', '-')}`;
  const map = state?.visits.at(-1);
  return (
    <div class={classes} style={box}>
      <button type="button" class="node-button" aria-pressed={selected === name} onClick={() => select(name)}>
        <span class="node-sign" aria-hidden="true" />
        <span class="node-text">
          <span class="node-name">{name}</span>
          <span class="node-what">
            {what}
            {repeats ? ' · repeats' : ''}
            {times > 1 ? ` · ${times} visits` : ''}
          </span>
          <span class="sr-only">{status}</span>
        </span>
      </button>
      {isContainer && map ? (
        <fieldset class="iterations">
          <legend class="sr-only">Iteration of {name}</legend>
          {iterationsOf(visits, map).map(({ index, label, status: came }) => (
            <button
              type="button"
              key={index}
              class={`iteration is-${came.replace(' ', '-')}`}
              aria-pressed={isShown(states, map, index)}
              onClick={() => choose(name, index)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}

const isShown = (states: Map<string, StateOfExecution>, map: Visit, index: number): boolean =>
  [...states.values()].some(({ visits }) =>
    visits.some((v) => v.scope.some((i) => i.visit === map.id && i.index === index)),
  );
