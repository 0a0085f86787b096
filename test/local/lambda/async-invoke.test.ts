import { writeFileSync } from 'node:fs';
import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#local/time/manual-clock.ts';
import { startLambda, until } from './start-lambda.ts';

const MINUTE = 60_000;
const RECORDS = "export const handler = async (event) => { console.log('got ' + event.n); };";
const FAILS = "export const handler = async (event) => { console.log('got ' + event.n); throw new Error('no'); };";
const WAITS_FOR_FLAG = `import { existsSync } from 'node:fs';
export const handler = async (event) => {
  console.log('got ' + event.n);
  while (!existsSync(event.flag)) await new Promise((resolve) => setTimeout(resolve, 5));
};`;

describe('Lambda, asynchronously', () => {
  const clock = manualClock(1_700_000_000_000);
  let running: Awaited<ReturnType<typeof startLambda>>;
  beforeEach(async () => {
    running = await startLambda({ clock });
  });
  afterEach(() => running.close());
  const seen = (line: string): number => running.lines.filter((logged) => logged.line === line).length;
  const ended = (): number => running.lines.filter(({ line }) => line.startsWith('REPORT')).length;

  it('accepts an event at once and runs it', async () => {
    await running.create('works', RECORDS);
    running.lambda.start();
    const accepted = await running.client.send(
      new InvokeCommand({ FunctionName: 'works', InvocationType: 'Event', Payload: JSON.stringify({ n: 1 }) }),
    );
    expect(accepted.StatusCode).toBe(202);
    await until(() => seen('got 1') === 1, 'it runs');
  });

  it('retries a failure after one and after two minutes, then hands it to the on-failure queue', async () => {
    await running.create('fails', FAILS);
    await running.client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'fails',
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:dead' } },
      }),
    );
    running.lambda.start();
    running.lambda.invokeAsync('fails', { n: 1 }, 'event-1');
    await until(() => ended() === 1, 'the first attempt');
    await clock.advanceBy(MINUTE - 1);
    expect(seen('got 1')).toBe(1);
    await clock.advanceBy(1);
    await until(() => ended() === 2, 'the second attempt');
    await clock.advanceBy(2 * MINUTE);
    await until(() => running.deadLetters.length === 1, 'the dead letter');
    expect(seen('got 1')).toBe(3);
    expect(running.deadLetters[0]).toMatchObject({
      queue: 'dead',
      message: {
        requestContext: { requestId: 'event-1', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { n: 1 },
        responsePayload: { errorType: 'Error', errorMessage: 'no' },
      },
    });
  });

  it('runs an id once, however often it is handed over', async () => {
    await running.create('works', RECORDS);
    running.lambda.start();
    running.lambda.invokeAsync('works', { n: 1 }, 'same');
    running.lambda.invokeAsync('works', { n: 1 }, 'same');
    await until(() => ended() === 1, 'it runs');
    running.lambda.invokeAsync('works', { n: 1 }, 'same');
    running.lambda.invokeAsync('works', { n: 2 }, 'other');
    await until(() => seen('got 2') === 1, 'the other one runs');
    expect(seen('got 1')).toBe(1);
  });

  it('meets a burst with two instances, and keeps no other function waiting for it', async () => {
    await running.create('slow', WAITS_FOR_FLAG);
    await running.create('works', RECORDS);
    const flag = `${running.dir}/go`;
    running.lambda.start();
    for (const n of [1, 2, 3, 4, 5]) running.lambda.invokeAsync('slow', { n, flag }, `event-${n}`);
    running.lambda.invokeAsync('works', { n: 6 }, 'event-6');
    await until(() => seen('got 6') === 1 && seen('got 2') === 1, 'two of the burst, and the other function');
    expect(seen('got 3')).toBe(0);
    writeFileSync(flag, '');
    await until(() => ended() === 6, 'all have run');
    expect(running.lambda.stats()).toMatchObject({
      invocations: { slow: 5, works: 1 },
      coldStarts: { slow: 2, works: 1 },
    });
  });

  it('keeps accepted events over a restart, and repeats the one it was stopped in', async () => {
    await running.create(
      'hangs',
      `import { existsSync } from 'node:fs';
      export const handler = async (event) => { console.log('got ' + event.n); if (!existsSync(event.flag)) await new Promise(() => {}); };`,
    );
    const flag = `${running.dir}/hangs-source.mjs.go`;
    running.lambda.start();
    running.lambda.invokeAsync('hangs', { n: 1, flag }, 'event-1');
    await until(() => seen('got 1') === 1, 'the first attempt');
    const { dir } = running;
    await running.close({ keep: true });
    running = await startLambda({ clock, dir });
    writeFileSync(flag, '');
    running.lambda.start();
    await until(() => ended() === 1, 'the second attempt ends');
    expect(seen('got 1')).toBe(1);
  });
});
