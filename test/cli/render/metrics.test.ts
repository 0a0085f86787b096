import { describe, expect, it } from 'vitest';
import { renderMetrics } from '#cli/render/metrics.ts';
import type { Figures } from '#core/delivery/measure.ts';

const HOUR = 3_600_000;

const busy: Figures = {
  days: 90,
  deployments: { count: 1_234, perDay: 13.71 },
  leadTime: { n: 1_200, medianMs: 1.5 * HOUR, p90Ms: 23.75 * HOUR },
  changeFailure: { failed: 34, of: 1_233, rate: 34 / 1_233 },
  timeToRestore: { n: 33, medianMs: 0.2 * HOUR, p90Ms: HOUR, open: 1 },
};

const idle: Figures = {
  days: 7,
  deployments: { count: 0, perDay: 0 },
  leadTime: { n: 0 },
  changeFailure: { failed: 0, of: 0 },
  timeToRestore: { n: 0, open: 0 },
};

describe('the table of delivery metrics', () => {
  it('has one line for each service and window, and names the service once', () => {
    const lines = renderMetrics([
      { service: 'orders', stage: 'production', windows: [idle, busy] },
      { service: 'web', stage: 'live', windows: [{ ...busy, days: 30, deployments: { count: 1, perDay: 1 / 30 } }] },
    ]).split('\n');
    expect(lines[2]).toMatch(/^orders +7 d +none +– +– +– +–$/);
    expect(lines[3]).toMatch(
      /^ +90 d +1234 \(14\/d\) +1 h 30 min +23 h 45 min +34 of 1233 \(3 %\) +12 min \(33\), 1 open$/,
    );
    expect(lines[4]).toMatch(/^web +30 d +1 \(0\.03\/d\)/);
    expect(lines.slice(6)).toEqual([
      'orders: deployments to production',
      'web: deployments to live',
      expect.stringContaining('metrics --help'),
    ]);
  });

  it('fits into 100 columns with a busy service of a long name', () => {
    const said = renderMetrics([{ service: 'billing-api', stage: 'production', windows: [busy, idle] }]);
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('says when there is no service, and when one is not configured any more', () => {
    expect(renderMetrics([])).toBe('There is no service yet.');
    expect(renderMetrics([{ service: 'hello', windows: [idle] }])).toContain('hello is not configured any more');
  });
});
