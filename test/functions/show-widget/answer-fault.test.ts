import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compose } from '#functions/compose/compose.ts';
import { answerFault } from '#functions/show-widget/answer-fault.tsx';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { callsIn, tagsIn, textIn } from './read-html.ts';
import { SELF, viewer } from './widget-bench.ts';

const context = {
  functionName: 'bakewatch-show-widget',
  invokedFunctionArn: SELF,
  awsRequestId: 'request-1',
} as Context;

describe('a widget that cannot be shown', () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  afterEach(() => void lines.splice(0));

  const fail = (error: Error, said = {}) =>
    compose(async (): Promise<string> => {
      throw error;
    }).use(answerFault())(viewer(said), context) as Promise<string>;
  const throttled = Object.assign(new Error('Throughput of <table> exceeded'), { name: 'ThrottlingException' });

  it('says so to whoever looks, with where the reason is', async () => {
    const html = await fail(throttled);
    expect(textIn(html)).toMatch(
      /Bakewatch cannot show this now \( ?ThrottlingException ?\)\. .* log of bakewatch-show-widget .* request request-1/,
    );
    expect(html).not.toContain('Throughput of');
  });

  it('has the colours of the dashboard all the same', async () => {
    expect(await fail(throttled, { theme: 'dark' })).toContain('bw-dark');
  });

  it('is logged with its reason, and counted', async () => {
    await fail(throttled);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        error: 'ThrottlingException',
        message: 'Throughput of <table> exceeded',
      }),
    );
    expect(lines.map(countsIn)).toContainEqual({ FailedWidgets: 1 });
    expect(log).toHaveBeenCalled();
  });

  it('shows nothing but text of an error that has an odd name', async () => {
    const html = await fail(Object.assign(new Error('x'), { name: '<script>alert(1)</script>' }));
    expect(tagsIn(html).map(({ name }) => name)).not.toContain('script');
    expect(callsIn(html)).toEqual([]);
  });
});
