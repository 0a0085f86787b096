import { readFileSync } from 'node:fs';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { countSearch } from '#functions/find-lost-pushes/count-search.ts';
import { countRefused as countRefusedMessage } from '#functions/notify/count-refused.ts';
import { countClick } from '#functions/receive-slack/count-click.ts';
import { countGivenUp } from '#functions/report-to-github/postpone.ts';
import { countSweep } from '#functions/settle-releases/count-sweep.ts';
import { countCalls } from '#functions/start-release/count-calls.ts';
import { countRefused } from '#functions/start-release/count-refused.ts';
import { countAnswer } from '#functions/steps/webhook/count-answer.ts';
import { type AlarmSpec, alarms } from '#infra/alarms.ts';
import { FUNCTIONS, functionName } from '#infra/installation.ts';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { openCloudWatch } from '#test/local/cloudwatch/cloudwatch-fixture.ts';
import { metricsOf, putAlarm } from './put-alarm.ts';

const ALARMS = alarms({ stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:bakewatch-release' });
const each = (list: AlarmSpec[]): [string, AlarmSpec][] => list.map((alarm) => [alarm.name, alarm]);

/** Every metric that the functions emit, as `countsIn` spells them. */
const EMITTED = new Set(
  [
    countSweep({ stages: {}, releases: { settled: {}, failures: [], waitingSince: [] }, failures: [] }, 0),
    countCalls([{ pk: '', sk: 'EVENT#000001', version: 1, release: 'hello#1', page: true }], 0) ?? '',
    countRefused([{ type: 'a', why: 'b' }], 0),
    countGivenUp('hello#1', 'b', 0),
    countRefusedMessage({ release: 'hello#1', number: 1 }, new Error('b'), 0),
    countSearch(
      { found: [], redelivered: [], unreadable: [], failed: [] } as unknown as Parameters<typeof countSearch>[0],
      0,
    ),
    ...[200, 202, 400, 401, 404, 503].map((status) => countAnswer({ status } as never, 0)),
    countClick('unavailable', 0),
  ].flatMap((line) => Object.keys(countsIn(line))),
);

describe('the alarms over Bakewatch itself', () => {
  it.each(each(ALARMS))('%s watches what is emitted, by functions that are there', (_name, alarm) => {
    const functions = FUNCTIONS.map(({ name }) => functionName(name));
    for (const { namespace, metric, dimensions } of metricsOf(alarm)) {
      const spelled = Object.entries(dimensions).map(([name, value]) => ` ${name}=${value}`);
      if (namespace === 'Bakewatch') expect(EMITTED).toContain(`${metric}${spelled.join('')}`);
      if (dimensions['FunctionName']) expect(functions).toContain(dimensions['FunctionName']);
    }
  });

  it('have names of their own, and are all taken by CloudWatch', async () => {
    expect(new Set(ALARMS.map(({ name }) => name)).size).toBe(ALARMS.length);
    const room = await openCloudWatch();
    for (const alarm of ALARMS) await room.client.send(new PutMetricAlarmCommand(putAlarm(alarm)));
    await room.close();
  });

  it.each(each(ALARMS))('%s combines metrics of one period', (_name, alarm) => {
    expect(new Set([...metricsOf(alarm), alarm.watches].map(({ period }) => period)).size).toBe(1);
  });

  it('cost what is written over them', () => {
    const text = readFileSync(new URL('../../infra/alarms.ts', import.meta.url), 'utf8');
    const watched = ALARMS.flatMap(metricsOf).length;
    expect(text).toContain(`which is $${(watched * 0.1).toFixed(2)}`);
  });

  it('let whoever installs them say how long a release may wait', () => {
    const [oldest] = alarms({ stateMachineArn: 'arn', longestWaitSeconds: 7 }).filter(
      ({ threshold }) => threshold === 7,
    );
    expect(oldest?.name).toBe('bakewatch-oldest-waiting');
  });
});
