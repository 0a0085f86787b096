import { once } from 'node:events';
import { Agent, createServer, get, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MetricSample } from '#local/cloudwatch/metric-sample.ts';
import {
  createLoadBalancers,
  type LoadBalancer,
  type LoadBalancers,
} from '#local/loadbalancer/create-load-balancers.ts';
import { systemClock } from '#local/time/clock.ts';

const CHECK = { path: '/health', intervalMs: 20, timeoutMs: 200, healthyThreshold: 2, unhealthyThreshold: 2 };

describe('a load balancer', () => {
  let balancers: LoadBalancers;
  let balancer: LoadBalancer;
  let samples: MetricSample[];
  let servers: Server[];

  beforeEach(async () => {
    samples = [];
    servers = [];
    balancers = createLoadBalancers({ clock: systemClock(), record: (sample) => samples.push(sample) });
    balancer = await balancers.create({
      name: 'web',
      port: 0,
      healthCheck: CHECK,
      idleTimeoutMs: 150,
      deregistrationDelayMs: 5000,
    });
  });
  afterEach(async () => {
    await balancers.close();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  const target = async (handler: Parameters<typeof createServer>[1], health = () => 200) => {
    const server = createServer((req, res) => {
      if (req.url === '/health') res.writeHead(health()).end();
      else (handler as (q: typeof req, s: typeof res) => void)(req, res);
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  };
  const named = (name: string) => target((_, res) => res.end(name));
  const states = (group = balancer.targetGroupArn) => balancers.targetHealth(group).map(({ state }) => state);
  const allHealthy = (count: number, group = balancer.targetGroupArn) =>
    vi.waitFor(() => expect(states(group)).toEqual(Array(count).fill('healthy')), { interval: 5 });
  const text = async (path = '/') => (await fetch(balancer.url + path)).text();
  const counts = () => {
    const totals: Record<string, number> = {};
    for (const { metricName, dimensions, value } of samples) {
      if (metricName === 'TargetResponseTime') continue;
      const key = `${metricName} ${Object.keys(dimensions)}`;
      totals[key] = (totals[key] ?? 0) + value;
    }
    return totals;
  };

  it('takes turns among healthy targets and passes by those that fail their check', async () => {
    const bad = await target(
      (_, res) => res.end('bad'),
      () => 500,
    );
    for (const t of [await named('a'), await named('b'), bad]) balancers.register(balancer.targetGroupArn, t);
    await vi.waitFor(() => expect(states()).toEqual(['healthy', 'healthy', 'unhealthy']));
    const answers = await Promise.all([text(), text(), text(), text()]);
    expect(answers.sort()).toEqual(['a', 'a', 'b', 'b']);
  });

  it('lets a target that recovered in again only after the healthy threshold', async () => {
    let status = 500;
    let asked = 0;
    const t = await target(
      (_, res) => res.end(),
      () => {
        asked += 1;
        return status;
      },
    );
    balancers.register(balancer.targetGroupArn, t);
    await vi.waitFor(() => expect(states()).toEqual(['unhealthy']), { interval: 2 });
    status = 200;
    const before = asked;
    await allHealthy(1);
    expect(asked - before).toBeGreaterThanOrEqual(CHECK.healthyThreshold);
  });

  it('splits requests by weight, exactly', async () => {
    const canary = balancers.createTargetGroup({ name: 'canary', healthCheck: CHECK });
    balancers.register(balancer.targetGroupArn, await named('stable'));
    balancers.register(canary, await named('canary'));
    await allHealthy(1);
    await allHealthy(1, canary);
    balancers.setWeights(balancer.arn, { [balancer.targetGroupArn]: 90, [canary]: 10 });
    const answers: string[] = [];
    for (let i = 0; i < 50; i += 1) answers.push(await text());
    expect(answers.filter((a) => a === 'canary')).toHaveLength(5);
    expect(() => balancers.setWeights(balancer.arn, { [canary]: 1000 })).toThrow(RangeError);
  });

  it('streams a body up while it is being sent and back while it is being answered', async () => {
    balancers.register(balancer.targetGroupArn, await target((req, res) => req.pipe(res)));
    await allHealthy(1);
    const upload = request(`${balancer.url}/echo`, { method: 'POST' });
    upload.write('first');
    const [response] = await once(upload, 'response');
    expect(String((await once(response, 'data'))[0])).toBe('first');
    upload.end('second');
    expect(String((await once(response, 'data'))[0])).toBe('second');
  });

  it('answers 503 without targets, 502 for one that breaks off and 504 for one that is silent', async () => {
    expect((await fetch(balancer.url)).status).toBe(503);
    const odd = await target((req) => req.url === '/break' && req.socket.destroy());
    balancers.register(balancer.targetGroupArn, odd);
    await allHealthy(1);
    expect((await fetch(`${balancer.url}/break`)).status).toBe(502);
    expect((await fetch(`${balancer.url}/silent`)).status).toBe(504);
    await vi.waitFor(() =>
      expect(counts()).toEqual({
        'HTTPCode_ELB_5XX_Count LoadBalancer': 3,
        'RequestCount LoadBalancer': 2,
        'RequestCount LoadBalancer,TargetGroup': 2,
      }),
    );
  });

  it('measures each answer of a target, per balancer and per target group, and nothing without traffic', async () => {
    balancers.register(
      balancer.targetGroupArn,
      await target((req, res) => res.writeHead(req.url === '/boom' ? 500 : 204).end()),
    );
    await allHealthy(1);
    expect(samples).toEqual([]);
    await Promise.all([text(), text(), text('/boom')]);
    await vi.waitFor(() =>
      expect(counts()).toEqual({
        'RequestCount LoadBalancer': 3,
        'RequestCount LoadBalancer,TargetGroup': 3,
        'HTTPCode_Target_2XX_Count LoadBalancer': 2,
        'HTTPCode_Target_2XX_Count LoadBalancer,TargetGroup': 2,
        'HTTPCode_Target_5XX_Count LoadBalancer': 1,
        'HTTPCode_Target_5XX_Count LoadBalancer,TargetGroup': 1,
      }),
    );
    const times = samples.filter((s) => s.metricName === 'TargetResponseTime');
    expect(times).toHaveLength(6);
    expect(
      times.every(
        ({ value, dimensions }) =>
          value > 0 && value < 1 && dimensions['LoadBalancer'] === balancer.dimensions.LoadBalancer,
      ),
    ).toBe(true);
  });

  it('lets requests finish while a target drains, and sends no new ones', async () => {
    let finish = (): void => undefined;
    const old = await target((_, res) => {
      res.write('o');
      finish = () => res.end('ld');
    });
    balancers.register(balancer.targetGroupArn, old);
    await allHealthy(1);
    const slow = await fetch(balancer.url);
    balancers.register(balancer.targetGroupArn, await named('new'));
    await allHealthy(2);
    let drained = false;
    const done = balancers.deregister(balancer.targetGroupArn, old).then(() => {
      drained = true;
    });
    expect([await text(), await text(), drained]).toEqual(['new', 'new', false]);
    finish();
    expect(await slow.text()).toBe('old');
    await done;
    const open = () => new Promise((resolve) => old.server.getConnections((_, count) => resolve(count)));
    await vi.waitFor(async () => expect(await open()).toBe(0), { interval: 5 });
  });

  it('repeats a request that met a kept connection just as its target closed it', async () => {
    let connections = 0;
    const t = await target((_, res) => res.end('ok'));
    t.server.on('connection', () => {
      connections += 1;
    });
    // The target drops each kept connection at the second request, without an answer.
    const seen = new WeakSet<object>();
    t.server.prependListener('request', (req) => {
      if (req.url !== '/health' && seen.has(req.socket)) req.socket.destroy();
      seen.add(req.socket);
    });
    balancers.register(balancer.targetGroupArn, t);
    await allHealthy(1);
    const agent = new Agent({ keepAlive: true });
    for (let i = 0; i < 4; i += 1) {
      const [response] = await once(get(balancer.url, { agent }), 'response');
      response.resume();
      await once(response, 'end');
      expect(response.statusCode).toBe(200);
    }
    expect(connections).toBeGreaterThan(2);
    agent.destroy();
  });
});
