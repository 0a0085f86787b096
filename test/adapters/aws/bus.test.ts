import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { eventBridgeBus } from '#adapters/aws/bus.ts';
import type { Announcement } from '#core/ports/bus.ts';
import { createEventBridge } from '#local/eventbridge/create-event-bridge.ts';
import type { EventEnvelope } from '#local/eventbridge/event-envelope.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { systemClock } from '#local/time/clock.ts';
import { type BusWorld, describeBusContract } from '#test/contracts/bus-contract.ts';
import { contractEndpoint, reportNotRun } from '#test/contracts/endpoint.ts';

const config = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'k', secretAccessKey: 's' },
  maxAttempts: 1,
};

if (contractEndpoint()) reportNotRun('bus', 'which would need a function of ours to hear what is said');
else
  describeBusContract('EventBridge on one machine', async (): Promise<BusWorld> => {
    const heard: Announcement[] = [];
    const bridge = createEventBridge({
      dir: ':memory:',
      clock: systemClock(),
      deadLetter: () => undefined,
      invokeAsync(_arn, event) {
        const { 'detail-type': type, time, detail } = event as EventEnvelope;
        heard.push({ type, at: Date.parse(time), detail });
      },
    });
    const endpoint = await startEndpoint(0, [bridge.service]);
    const client = new EventBridgeClient({ ...config, endpoint: endpoint.url });
    await client.send(new PutRuleCommand({ Name: 'ours', EventPattern: '{"source": ["bakewatch"]}' }));
    const Arn = 'arn:aws:lambda:us-east-1:000000000000:function:follower';
    await client.send(new PutTargetsCommand({ Rule: 'ours', Targets: [{ Id: 'one', Arn }] }));
    bridge.start();
    return {
      bus: eventBridgeBus('bakewatch', client),
      away: eventBridgeBus('bakewatch', new EventBridgeClient({ ...config, endpoint: 'http://127.0.0.1:1' })),
      heard: async () => heard,
      async close() {
        bridge.close();
        client.destroy();
        await endpoint.close();
      },
    };
  });

describe('what EventBridge answers', () => {
  const one: Announcement = { type: 'a', at: 0, detail: {} };
  const answering = (send: () => Promise<unknown>) =>
    eventBridgeBus('bakewatch', { send } as unknown as EventBridgeClient);
  const failing = (name: string) => answering(() => Promise.reject(Object.assign(new Error('said'), { name })));
  const entry = (Entries: object[]) => answering(async () => ({ FailedEntryCount: 1, Entries }));

  it.each([
    ['ThrottlingException', 'later'],
    ['InternalFailure', 'later'],
    ['InvalidArgument', 'refused'],
    ['MalformedDetail', 'refused'],
    ['NotAuthorizedForDetailTypeException', 'refused'],
  ])('for one entry with %s means %s', async (ErrorCode, kind) => {
    expect(await entry([{ ErrorCode, ErrorMessage: 'said' }]).publish([one])).toEqual([
      { kind, why: `${ErrorCode}: said` },
    ]);
  });

  it('about some entries is matched to what was announced', async () => {
    const bus = entry([{ EventId: '1' }, { ErrorCode: 'InternalFailure', ErrorMessage: '' }, { EventId: '3' }]);
    expect((await bus.publish([one, one, one])).map(({ kind }) => kind)).toEqual(['taken', 'later', 'taken']);
  });

  it('when it forgets an entry means later', async () => {
    expect((await entry([]).publish([one]))[0]?.kind).toBe('later');
  });

  it.each([
    ['AccessDeniedException', 'refused'],
    ['ValidationException', 'refused'],
    ['InternalException', 'later'],
    ['TimeoutError', 'later'],
    ['ExpiredTokenException', 'later'],
  ])('to a whole request with %s means %s for each', async (name, kind) => {
    expect((await failing(name).publish([one, one])).map((published) => published.kind)).toEqual([kind, kind]);
  });
});
