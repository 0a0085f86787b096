import type { Where } from '../ports/alarms.ts';

/**
 * Where a stage's alarms and evidence are read, and its migration runs: with its first target, in that target's region and account. A stage names
 * its alarms once, so there is one place to look for them; targets that are to be watched apart are stages of their own.
 */
export function whereOf([first]: Where[]): Where {
  return { region: first?.region, role: first?.role };
}
