import type { Visit } from './visit.ts';

/**
 * The variables that a visit could read when it was entered, as JSON texts: what Assign left behind before it, in its own scope
 * and in those around it, as far as the history tells.
 */
export function variablesAt(visits: Visit[], visit: Visit): Record<string, string> {
  const before = visits.filter((v) => v.id < visit.id && v.endedAt !== undefined && surrounds(v, visit));
  return Object.assign({}, ...before.map((v) => v.assigned ?? {}));
}

const surrounds = (outer: Visit, inner: Visit): boolean =>
  outer.scope.length <= inner.scope.length &&
  outer.scope.every((iteration, depth) => {
    const own = inner.scope[depth];
    return own?.visit === iteration.visit && own.index === iteration.index;
  });
