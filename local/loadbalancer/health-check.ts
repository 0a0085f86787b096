import { request } from 'node:http';

/** How a target group asks its targets whether they are well. Times in ms, so that tests and demos may be quicker than AWS's seconds. */
export interface HealthCheck {
  path: string;
  intervalMs: number;
  timeoutMs: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
  /** Status codes that count as well: `200`, `200-299`, `200,204`. */
  matcher: string;
}

/** AWS's defaults for HTTP target groups (ELB API, CreateTargetGroup). */
export const DEFAULT_HEALTH_CHECK: HealthCheck = {
  path: '/',
  intervalMs: 30_000,
  timeoutMs: 5_000,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200',
};

export interface ProbeResult {
  ok: boolean;
  /** AWS's words for what was wrong, as in DescribeTargetHealth. */
  description: string;
}

/** Asks one target once, over a connection of its own. Never rejects. */
export function probe(host: string, port: number, check: HealthCheck): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const asked = request({
      host,
      port,
      path: check.path,
      agent: false,
      headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
    });
    const timer = setTimeout(() => {
      resolve({ ok: false, description: 'Request timed out' });
      asked.destroy();
    }, check.timeoutMs);
    asked.on('response', (response) => {
      response.resume();
      const code = response.statusCode ?? 0;
      const ok = matches(check.matcher, code);
      resolve({ ok, description: ok ? '' : `Health checks failed with these codes: [${code}]` });
    });
    asked.on('error', () => resolve({ ok: false, description: 'Health checks failed' }));
    asked.on('close', () => clearTimeout(timer));
    asked.end();
  });
}

/** Whether an ALB matcher (`200-299,301`) takes the status code. */
export function matches(matcher: string, code: number): boolean {
  return matcher.split(',').some((part) => {
    const [from = '', to = from] = part.trim().split('-');
    return code >= Number(from) && code <= Number(to);
  });
}
