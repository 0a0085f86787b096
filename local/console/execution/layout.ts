import type { GraphEdge } from './machine-graph.ts';

export interface Point {
  x: number;
  y: number;
}

/** Pixels; `x` and `y` are the upper left corner. */
export interface PlacedState extends Point {
  name: string;
  what: string;
  repeats: boolean;
  isContainer: boolean;
  width: number;
  height: number;
}

export interface PlacedEdge extends GraphEdge {
  /** Bends of the line; of an edge at the side: start, two control points, end. */
  points: Point[];
  /** It shapes nothing: loops and catchers run along the side. */
  isAside: boolean;
}

export interface Layout {
  width: number;
  height: number;
  states: PlacedState[];
  edges: PlacedEdge[];
  /** Start and end, where they are drawn. */
  dots: Point[];
}

export const moved = <T extends Point>(what: T, by: Point): T => ({ ...what, x: what.x + by.x, y: what.y + by.y });
