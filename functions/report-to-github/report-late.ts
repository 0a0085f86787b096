import type { Unreported } from '#core/ledger/items.ts';
import { LATE_PREFIX, UNREPORTED } from '#core/ledger/keys.ts';
import type { ReportPorts } from './ports.ts';
import { type Reported, reportRelease } from './report-release.ts';

/** In one run; the next one comes in five minutes. */
const MOST = 25;
const LONGEST_MS = 60_000;

/** Tries again what could not be reported, whoever has waited longest first. Returns what came of each. */
export async function reportLate(ports: ReportPorts): Promise<Partial<Record<Reported, number>>> {
  const begun = ports.now();
  const notes = (await ports.table.list(UNREPORTED, { prefix: LATE_PREFIX })) as unknown as Unreported[];
  const due = notes.filter(({ nextAt }) => nextAt <= begun).sort((a, b) => a.nextAt - b.nextAt || a.since - b.since);
  const came: Partial<Record<Reported, number>> = {};
  for (const { release } of due.slice(0, MOST)) {
    if (ports.now() - begun > LONGEST_MS) break;
    const reported = await reportRelease(ports, release);
    came[reported] = (came[reported] ?? 0) + 1;
  }
  return came;
}
