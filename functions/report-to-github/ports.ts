import type { Now } from '#core/ports/clock.ts';
import type { Reports } from '#core/ports/reports.ts';
import type { Table } from '#core/ports/table.ts';

export interface ReportPorts {
  table: Table;
  reports: Reports;
  /** Where an execution is shown. */
  page: (executionArn: string) => string;
  now: Now;
  log: (line: string) => void;
}
