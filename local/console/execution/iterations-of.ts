import { indexesOf } from './status-of-states.ts';
import type { Visit, VisitStatus } from './visit.ts';

export interface IterationChoice {
  index: number;
  /** `staging`, or `#0` when its input has no name. */
  label: string;
  status: VisitStatus;
}

/** The iterations of one run of a Map, named after what their input names. */
export function iterationsOf(visits: Visit[], map: Visit): IterationChoice[] {
  return indexesOf(visits, map.id).map((index) => {
    const inside = visits.filter((v) => v.scope.at(-1)?.visit === map.id && v.scope.at(-1)?.index === index);
    const last = inside.at(-1);
    return { index, label: nameIn(inside[0]?.input) ?? `#${index}`, status: last?.status ?? 'in progress' };
  });
}

/** The first `name` of anything in a JSON object: `{"stage":{"name":"staging"}}` -> `staging`. */
function nameIn(json: string | undefined): string | undefined {
  if (!json?.startsWith('{')) return undefined;
  const input = JSON.parse(json) as Record<string, { name?: unknown } | null>;
  const named = Object.values(input).find((value) => typeof value?.name === 'string');
  return named ? String(named.name) : undefined;
}
