import { expect, test } from 'vitest';
import { measure } from '../../bench/bundles.ts';
import { webhookBundleCosts } from '../../bench/webhook-bundle.ts';

test.each(webhookBundleCosts())('receive-webhook: $what', ({ is, atMost }) => {
  expect(is).toBeLessThanOrEqual(atMost);
});

test('no function is larger than 400 KB', async () => {
  const { rows } = await measure();
  const budgeted = rows.filter(({ budget }) => budget !== undefined);
  expect(budgeted.length).toBeGreaterThan(20);
  expect(budgeted.filter(({ holds }) => !holds)).toEqual([]);
});
