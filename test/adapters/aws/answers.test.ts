import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as cw from '@aws-sdk/client-cloudwatch';
import * as ecs from '@aws-sdk/client-ecs';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudWatchAlarms } from '#adapters/aws/alarms.ts';
import { clientConfig } from '#adapters/aws/client-config.ts';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { lambdaOrders } from '#adapters/aws/orders.ts';
import { assumedRoles } from '#adapters/aws/roles.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { AwsError, jsonService } from '#local/http/json-service.ts';
import { pointSdkAt } from '#test/contracts/endpoint.ts';

const TARGET = { name: 'web', cluster: 'main', service: 'web', container: 'app' };
const roles = assumedRoles({ name: 'test' });

/** What AWS may answer and `local/` never does: what an answer that succeeded has to say of failures, pages, throttling. */
let endpoint: Endpoint | undefined;
const asked: [string, Record<string, unknown>][] = [];
type Answers = Record<string, (input: Record<string, unknown>) => object>;

async function answering(answers: { ecs?: Answers; cloudWatch?: Answers }): Promise<void> {
  const noting = (operations: Answers = {}): Answers =>
    Object.fromEntries(
      Object.entries(operations).map(([name, answer]) => [
        name,
        (input: Record<string, unknown>) => {
          asked.push([name, input]);
          return answer(input);
        },
      ]),
    );
  endpoint = await startEndpoint(0, [
    jsonService({
      name: 'ecs',
      target: 'AmazonEC2ContainerServiceV20141113',
      sdk: ecs,
      operations: noting(answers.ecs),
    }),
    jsonService({
      name: 'monitoring',
      target: 'GraniteServiceVersion20100801',
      sdk: cw,
      operations: noting(answers.cloudWatch),
    }),
  ]);
  pointSdkAt(endpoint.url);
}
afterEach(async () => {
  asked.length = 0;
  await endpoint?.close();
  endpoint = undefined;
});
const count = (operation: string): number => asked.filter(([name]) => name === operation).length;

describe('failures in an answer of ECS that succeeded', () => {
  const service = { services: [{ serviceArn: 'arn:service', status: 'ACTIVE' }] };
  const at = (hours: number): Date => new Date(Date.UTC(2026, 10, 22, hours));
  const listed = (n: number) => ({
    serviceDeploymentArn: `d${n}`,
    targetServiceRevisionArn: `r${n}`,
    createdAt: at(n),
  });
  const described = (n: number) => ({ ...listed(n), status: 'SUCCESSFUL', targetServiceRevision: { arn: `r${n}` } });
  const good: Answers = {
    DescribeServices: () => service,
    ListServiceDeployments: () => ({ serviceDeployments: [listed(1), listed(2)] }),
    DescribeServiceDeployments: () => ({ serviceDeployments: [described(1), described(2)] }),
    DescribeServiceRevisions: () => ({ serviceRevisions: [{ serviceRevisionArn: 'r2', taskDefinition: 'web:2' }] }),
    ListTasks: () => ({ taskArns: ['t1', 't2'] }),
    DescribeTasks: () => ({ tasks: [{ taskArn: 't1', lastStatus: 'RUNNING', taskDefinitionArn: 'web:2' }] }),
  };
  const failing = (operation: string, reason: string): Answers => ({
    ...good,
    [operation]: (input) => ({
      ...(good[operation]?.(input) ?? {}),
      failures: [{ arn: 'x', reason, detail: 'so it is' }],
    }),
  });

  it.each(['DescribeServices', 'DescribeServiceDeployments', 'DescribeServiceRevisions', 'DescribeTasks'])(
    '%s: what is missing is only gone, and everything else is a fault with its reason',
    async (operation) => {
      const look = () => {
        const fleet = ecsFleet(roles);
        return operation === 'DescribeTasks' ? fleet.runningTasks(TARGET) : fleet.view(TARGET);
      };
      await answering({ ecs: failing(operation, 'MISSING') });
      expect(await look()).toBeDefined();
      await endpoint?.close();
      await answering({ ecs: failing(operation, 'ACCESS_DENIED') });
      await expect(look()).rejects.toMatchObject({
        name: 'ACCESS_DENIED',
        message: expect.stringMatching(/^ECS could not describe .*main.*: ACCESS_DENIED, so it is, x$/),
      });
    },
  );

  it('shows the deployments whose revision is kept no longer, the newest first', async () => {
    await answering({ ecs: failing('DescribeServiceRevisions', 'MISSING') });
    expect((await ecsFleet(roles).view(TARGET))?.serviceDeployments).toMatchObject([
      { arn: 'd2', taskDefinition: 'web:2' },
      { arn: 'd1', taskDefinition: '' },
    ]);
  });

  it('finds the newest deployments in whatever order ECS lists them', async () => {
    const many = Array.from({ length: 30 }, (_, i) => listed(i));
    const byArn: Answers = {
      ...good,
      ListServiceDeployments: ({ maxResults }) => ({ serviceDeployments: many.slice(0, Number(maxResults)) }),
      DescribeServiceDeployments: ({ serviceDeploymentArns }) => ({
        serviceDeployments: (serviceDeploymentArns as string[]).map((arn) => described(Number(arn.slice(1)))),
      }),
    };
    await answering({ ecs: byArn });
    const view = await ecsFleet(roles).view(TARGET);
    expect(view?.serviceDeployments.map(({ arn }) => arn).slice(0, 3)).toEqual(['d29', 'd28', 'd27']);
    const [, input] = asked.find(([name]) => name === 'DescribeServiceDeployments') ?? [];
    expect(input).toMatchObject({ serviceDeploymentArns: { length: 10 } });
  });

  it('counts the tasks of every page', async () => {
    const page = (nextToken: unknown): object =>
      nextToken ? { taskArns: ['t2'] } : { taskArns: ['t1'], nextToken: 'next' };
    await answering({
      ecs: {
        ListTasks: ({ nextToken }) => page(nextToken),
        DescribeTasks: ({ tasks }) => ({
          tasks: (tasks as string[]).map((taskArn) => ({ taskArn, lastStatus: 'RUNNING' })),
        }),
      },
    });
    expect((await ecsFleet(roles).runningTasks(TARGET)).map(({ arn }) => arn)).toEqual(['t1', 't2']);
  });
});

describe('throttling', () => {
  const throttled = (times: number): Answers => {
    let left = times;
    return {
      UpdateService: () => {
        left -= 1;
        if (left >= 0) throw new AwsError('ThrottlingException', 'Rate exceeded');
        return {};
      },
    };
  };

  it('is tried again by the SDK, three times in all', async () => {
    await answering({ ecs: throttled(2) });
    await ecsFleet(roles).deploy(TARGET, 'web:2');
    expect(count('UpdateService')).toBe(3);
  });

  it('keeps its name when it does not end, and no layer of ours tries on', async () => {
    await answering({ ecs: throttled(99) });
    await expect(ecsFleet(roles).deploy(TARGET, 'web:2')).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(count('UpdateService')).toBe(3);
  });

  it('makes an alarm unreadable and names itself (B11)', async () => {
    await answering({
      cloudWatch: {
        DescribeAlarms: () => {
          throw new AwsError('ThrottlingException', 'Rate exceeded');
        },
      },
    });
    expect(await cloudWatchAlarms(roles).read({}, ['errors'], () => 0)).toEqual([
      { name: 'errors', kind: 'unreadable', why: 'ThrottlingException: Rate exceeded' },
    ]);
  });
});

describe('a deployment that is stopped', () => {
  it('is stopped once, also when the answer was lost and the SDK asks again (R01)', async () => {
    const stopped: unknown[] = [];
    await answering({
      ecs: {
        StopServiceDeployment: ({ serviceDeploymentArn }) => {
          stopped.push(serviceDeploymentArn);
          if (stopped.length === 1) throw new AwsError('ServerException', 'after it had its effect', 'server');
          return { serviceDeploymentArn };
        },
      },
    });
    expect(await ecsFleet(roles).stop(TARGET, 'd1')).toBe('stopping');
    expect(stopped).toEqual(['d1', 'd1']);
    expect(asked.every(([, input]) => input['stopType'] === 'ROLLBACK')).toBe(true);
  });

  it.each(['ConflictException', 'ServiceDeploymentNotFoundException'])('has nothing left to stop: %s', async (name) => {
    await answering({
      ecs: {
        StopServiceDeployment: () => {
          throw new AwsError(name, 'it is over');
        },
      },
    });
    expect(await ecsFleet(roles).stop(TARGET, 'd1')).toBe('finished');
  });
});

describe('CloudWatch`s answers', () => {
  const okay = (AlarmName: string) => ({ AlarmName, StateValue: 'OK', EvaluationPeriods: 1, Period: 60 });
  const metric = { namespace: 'N', metric: 'Requests', dimensions: {}, period: 60_000 };

  it('are read to their last page, with all three kinds of alarms', async () => {
    const ofType = (types: unknown, type: string, alarms: object[]) =>
      (types as string[]).includes(type) ? alarms : [];
    const item = (minute: number, stateValue: string) => ({
      Timestamp: new Date(minute * 60_000),
      HistoryData: JSON.stringify({ newState: { stateValue } }),
    });
    await answering({
      cloudWatch: {
        DescribeAlarms: ({ NextToken, AlarmTypes }) =>
          NextToken
            ? {
                CompositeAlarms: ofType(AlarmTypes, 'CompositeAlarm', [{ AlarmName: 'gate', AlarmRule: 'FALSE' }]),
                LogAlarms: ofType(AlarmTypes, 'LogAlarm', [{ AlarmName: 'log' }]),
              }
            : { MetricAlarms: ofType(AlarmTypes, 'MetricAlarm', [okay('errors')]), NextToken: 'next' },
        DescribeAlarmHistory: ({ NextToken, AlarmTypes }) =>
          NextToken
            ? { AlarmHistoryItems: ofType(AlarmTypes, 'LogAlarm', [item(2, 'OK')]) }
            : { AlarmHistoryItems: [item(1, 'ALARM')], NextToken: 'next' },
      },
    });
    const readings = await cloudWatchAlarms(roles).read({}, ['errors', 'gate', 'log'], () => 0);
    expect(readings.map((r) => [r.name, r.kind])).toEqual([
      ['errors', 'read'],
      ['gate', 'read'],
      ['log', 'read'],
    ]);
    for (const reading of readings)
      expect(reading.kind === 'read' && reading.transitions.map(({ to }) => to)).toEqual(['ALARM', 'OK']);
  });

  it('are asked for a hundred names at a time at most', async () => {
    await answering({
      cloudWatch: {
        DescribeAlarms: ({ AlarmNames }) => ({ MetricAlarms: (AlarmNames as string[]).map(okay) }),
        DescribeAlarmHistory: () => ({}),
      },
    });
    const names = Array.from({ length: 101 }, (_, i) => `a${i}`);
    expect((await cloudWatchAlarms(roles).read({}, names, () => 0)).filter(({ kind }) => kind === 'read')).toHaveLength(
      101,
    );
    const sizes = asked.flatMap(([name, input]) =>
      name === 'DescribeAlarms' ? [(input['AlarmNames'] as string[]).length] : [],
    );
    expect(sizes).toEqual([100, 1]);
  });

  it('add up over pages, and are no samples when CloudWatch says that it could not read them (B04)', async () => {
    let second: object = { StatusCode: 'Complete', Values: [4] };
    await answering({
      cloudWatch: {
        GetMetricData: ({ NextToken }) =>
          NextToken
            ? { MetricDataResults: [{ Id: 'samples', ...second }] }
            : { MetricDataResults: [{ Id: 'samples', StatusCode: 'PartialData', Values: [1, 2] }], NextToken: 'next' },
      },
    });
    const samples = () => cloudWatchAlarms(roles).samples({}, metric, 0, 600_000);
    expect(await samples()).toBe(7);
    second = { StatusCode: 'InternalError', Values: [] };
    expect(await samples()).toEqual({ unreadable: expect.stringContaining('InternalError') });
  });
});

describe('a service that does not answer', () => {
  let silent: Server | undefined;
  let requests = 0;
  afterEach(() => {
    silent?.closeAllConnections();
    silent?.close();
  });
  async function listenSilently(): Promise<void> {
    requests = 0;
    silent = createServer(() => {
      requests += 1;
    });
    await new Promise<void>((resolve) => silent?.listen(0, '127.0.0.1', resolve));
    pointSdkAt(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  }

  it('is given up in time for Slack, after two attempts', async () => {
    await listenSilently();
    const begun = performance.now();
    await expect(lambdaOrders('obey').send({} as never)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(requests).toBe(2);
    expect(performance.now() - begun).toBeLessThan(2_900);
  });

  it('is given up after six seconds an attempt, and never waited for until the function is ended', async () => {
    await listenSilently();
    const client = new ecs.ECSClient({ ...clientConfig, maxAttempts: 1 });
    const begun = performance.now();
    await expect(client.send(new ecs.ListTasksCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(5_900);
    expect(took).toBeLessThan(9_000);
  }, 12_000);
});
