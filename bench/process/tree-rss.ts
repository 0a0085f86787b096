import { readdirSync, readFileSync } from 'node:fs';

export interface TreeRss {
  /** Resident bytes of the process itself. */
  own: number;
  /** Of it and everything it has started. */
  all: number;
  processes: number;
}

/** Resident memory of a process and its descendants, from `/proc` (Linux). */
export function treeRss(pid: number): TreeRss {
  const all = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? (readStatus(entry) ?? []) : []));
  const under = (parent: number): typeof all =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child, ...under(child.pid)]);
  const own = all.find((process) => process.pid === pid)?.rss ?? Number.NaN;
  const children = under(pid);
  return { own, all: children.reduce((sum, { rss }) => sum + rss, own), processes: children.length + 1 };
}

/** Undefined for a process that has just ended. */
function readStatus(pid: string): { pid: number; parent: number; rss: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return { pid: Number(pid), parent: field('PPid'), rss: field('VmRSS') * 1024 };
  } catch {
    return undefined;
  }
}
