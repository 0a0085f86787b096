import type { IncomingMessage } from 'node:http';
import * as ecrSdk from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudWatchAlarms } from '#adapters/aws/alarms.ts';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { ecrRegistry } from '#adapters/aws/registry.ts';
import { assumedRoles, type Caller } from '#adapters/aws/roles.ts';
import { createCloudWatch } from '#local/cloudwatch/create-cloudwatch.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import type { ApiCall, HttpService } from '#local/http/http-service.ts';
import { AwsError, jsonService } from '#local/http/json-service.ts';
import { createSts } from '#local/sts/create-sts.ts';
import { manualClock } from '#local/time/manual-clock.ts';
import { pointSdkAt } from '#test/contracts/endpoint.ts';

const ROLE = 'arn:aws:iam::222222222222:role/team/bakewatch-target';
const OTHER = 'arn:aws:iam::333333333333:role/bakewatch-target-3';
const EXTERNAL_ID = '0a1b2c3d-4e5f-6071';
const CALLER: Caller = { name: 'bakewatch-start-deployment', externalId: EXTERNAL_ID };
const TARGET = { name: 'web', cluster: 'main', service: 'web', container: 'app' };
const MINUTE = 60_000;

/** ECS that only counts what it is told, and refuses the sessions that were ended. */
function recordingEcs() {
  const updates: { region: string; session: string }[] = [];
  const refused: string[] = [];
  const ended = new Set<string>();
  let now = { region: '', session: '' };
  const inner = jsonService({
    name: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113',
    sdk: ecs,
    operations: {
      UpdateService: () => {
        if (ended.has(now.session) || ended.has('all')) {
          refused.push(now.session);
          throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
        }
        updates.push(now);
        return {};
      },
    },
  });
  const handle: HttpService['handle'] = (request, response) => {
    now = { region: regionOf(request), session: String(request.headers['x-amz-security-token'] ?? '') };
    return inner.handle(request, response);
  };
  return { service: { ...inner, handle }, updates, refused, end: (session: string) => void ended.add(session) };
}

const regionOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? '';

let endpoint: Endpoint;
let calls: ApiCall[];
afterEach(() => endpoint.close());

/** STS whose sessions last half an hour by a clock that is `behind` ours, ECS and CloudWatch. */
async function open({ behind = 0 } = {}) {
  calls = [];
  const clock = manualClock(Date.now() - behind);
  const fleet = recordingEcs();
  const watch = createCloudWatch({ dir: ':memory:', clock, emit: () => undefined });
  const sts = createSts({ clock, roles: { [ROLE]: { externalIds: [EXTERNAL_ID] } } });
  const ecr = jsonService({
    name: 'ecr',
    target: 'AmazonEC2ContainerRegistry_V20150921',
    sdk: ecrSdk,
    operations: { DescribeImages: () => ({}) },
  });
  const services = [sts.service, fleet.service, watch.service, ecr];
  endpoint = await startEndpoint(0, services, (call) => calls.push(call));
  pointSdkAt(endpoint.url);
  return { ...fleet, clock };
}
const assumptions = (): ApiCall[] => calls.filter(({ operation }) => operation === 'AssumeRole');

describe('targets in another account', () => {
  it('are reached as their role, which all clients of a function assume once, in its name', async () => {
    await open();
    const roles = assumedRoles(CALLER);
    const [fleet, alarms] = [ecsFleet(roles), cloudWatchAlarms(roles)];
    await Promise.all([
      fleet.deploy({ ...TARGET, role: ROLE }, 'web:2'),
      fleet.deploy({ ...TARGET, role: ROLE }, 'web:2'),
      alarms.read({ role: ROLE }, ['errors'], () => 0),
    ]);
    await fleet.deploy({ ...TARGET, role: ROLE, region: 'eu-west-1' }, 'web:2');
    expect(assumptions()).toMatchObject([{ caller: process.env['AWS_ACCESS_KEY_ID'], status: 200 }]);
    const others = calls.filter(({ service }) => service !== 'sts');
    expect(new Set(others.map(({ caller }) => caller))).toEqual(new Set(['assumed-bakewatch-target']));
  });

  it('are kept apart by region and role, and one without a role is reached as oneself', async () => {
    const { updates } = await open();
    const fleet = ecsFleet(assumedRoles(CALLER));
    for (const place of [{ role: ROLE, region: 'eu-west-1' }, { role: ROLE }, { role: OTHER }, { region: 'eu-west-1' }])
      await fleet.deploy({ ...TARGET, ...place }, 'web:2');
    const own = process.env['AWS_ACCESS_KEY_ID'];
    expect(calls.filter(({ service }) => service === 'ecs').map(({ caller }) => caller)).toEqual([
      'assumed-bakewatch-target',
      'assumed-bakewatch-target',
      'assumed-bakewatch-target-3',
      own,
    ]);
    const home = process.env['AWS_REGION'];
    expect(updates.map(({ region }) => region)).toEqual(['eu-west-1', home, home, 'eu-west-1']);
  });

  it('are reached with new credentials five minutes before the old ones end, not before (A11)', async () => {
    const { updates, clock } = await open({ behind: 26 * MINUTE });
    const fleet = ecsFleet(assumedRoles(CALLER));
    const deploy = () => fleet.deploy({ ...TARGET, role: ROLE }, 'web:2');
    await deploy();
    await clock.advanceBy(2 * MINUTE);
    const before = assumptions().length;
    for (let i = 0; i < 3; i += 1) await deploy();
    expect(assumptions()).toHaveLength(before + 1);
    const [, ...fresh] = updates.map(({ session }) => session);
    expect(new Set(fresh).size).toBe(1);
    expect(fresh).not.toContain(updates[0]?.session);
  });

  it('are asked once more when the session was ended meanwhile, and nothing is done twice (A11)', async () => {
    const { updates, refused, end } = await open();
    const fleet = ecsFleet(assumedRoles(CALLER));
    await fleet.deploy({ ...TARGET, role: ROLE }, 'web:2');
    end(updates[0]?.session ?? '');
    await fleet.deploy({ ...TARGET, role: ROLE }, 'web:3');
    expect([updates.length, refused.length, assumptions().length]).toEqual([2, 1, 2]);
    expect(updates[1]?.session).not.toBe(updates[0]?.session);
  });

  it('are given up when new credentials have expired too', async () => {
    const { refused, end } = await open();
    end('all');
    const deploying = ecsFleet(assumedRoles(CALLER)).deploy({ ...TARGET, role: ROLE }, 'web:2');
    await expect(deploying).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    expect([refused.length, assumptions().length]).toEqual([2, 2]);
  });

  it.each<[string, Caller, RegExp]>([
    [
      'another external id',
      { ...CALLER, externalId: 'somebody-elses-id' },
      /team\/bakewatch-target could not be assumed: .*trust policy: it must let the role of bakewatch-start-deployment assume it, and ask for the external id/,
    ],
    ['no external id', { name: CALLER.name }, /trust policy.*no external id, as none is configured/],
  ])('say which role refuses %s, and what to check', async (_, caller, sentence) => {
    const { updates } = await open();
    const roles = assumedRoles(caller);
    const deploying = ecsFleet(roles).deploy({ ...TARGET, role: ROLE }, 'web:2');
    await expect(deploying).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringMatching(sentence) });
    expect(await cloudWatchAlarms(roles).read({ role: ROLE }, ['errors'], () => 0)).toMatchObject([
      { kind: 'unreadable', why: expect.stringMatching(sentence) },
    ]);
    expect([updates.length, assumptions().length]).toEqual([0, 2]);
  });

  it('have their own images asked for by their role, and those of others as oneself', async () => {
    await open();
    const registry = ecrRegistry(assumedRoles(CALLER));
    const imageIn = (account: string) => `${account}.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:${'a'.repeat(64)}`;
    for (const account of ['222222222222', '111111111111'])
      expect(await registry.has(imageIn(account), { ...TARGET, role: ROLE })).toBe(true);
    expect(calls.filter(({ service }) => service === 'ecr').map(({ caller }) => caller)).toEqual([
      'assumed-bakewatch-target',
      process.env['AWS_ACCESS_KEY_ID'],
    ]);
  });

  it('are never reached by a function that was given no roles', async () => {
    await open();
    const image = `222222222222.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:${'a'.repeat(64)}`;
    await expect(ecrRegistry().has(image, { role: ROLE })).rejects.toThrow(/reaches no other accounts/);
    expect(calls).toEqual([]);
  });
});
