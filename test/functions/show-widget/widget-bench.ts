import { memoryTable } from '#adapters/memory/table.ts';
import type { Table } from '#core/ports/table.ts';
import { showWidget } from '#functions/show-widget/show-widget.tsx';
import { consolePages } from '#functions/steps/console-pages.ts';
import { fill } from '#test/local/console/exhibition.ts';

export const NOW = Date.UTC(2026, 10, 22, 12);
export const SELF = 'arn:aws:lambda:eu-central-1:123456789012:function:bakewatch-show-widget';
export const EXECUTION = 'arn:aws:states:eu-central-1:123456789012:execution:bakewatch-release:hello-7';

/** A ledger with the story of one service, read at the moment where the story ends. */
export async function filled(): Promise<Table> {
  const table = memoryTable();
  await fill(table, EXECUTION, NOW);
  return table;
}

/** As CloudWatch says it. */
export const viewer = (said: Record<string, unknown> = {}) => ({
  widgetContext: {
    dashboardName: 'bakewatch',
    widgetId: 'widget-1',
    accountId: '123456789012',
    locale: 'en',
    timezone: { label: 'UTC', offsetISO: '+00:00', offsetInMinutes: 0 },
    period: 300,
    isAutoPeriod: true,
    theme: 'light',
    linkCharts: true,
    title: 'Releases',
    forms: { all: {} },
    params: {},
    width: 900,
    height: 400,
    ...said,
  },
});

export const shown = (table: Table, params: unknown, said: Record<string, unknown> = {}): Promise<string> =>
  showWidget(
    {
      table,
      pages: consolePages({
        console: 'https://eu-central-1.console.aws.amazon.com',
        hosts: { github: 'https://github.test' },
      }),
      now: () => NOW,
    },
    { ...(params as object), ...viewer(said) },
    SELF,
  );
