import { Agent, request } from 'node:http';

export interface VisitorCount {
  /** Answered with 2xx or 3xx. */
  good: number;
  /** The service itself answered with an error: a bad version, not a bad deployment. */
  bad: number;
  /**
   * Nobody answered, or the load balancer had nobody to ask: a deployment that loses requests. Counted from the first answer
   * on: what was never there is not lost.
   */
  lost: number;
}

export interface Visitors {
  counts(): VisitorCount;
  /** The last page that came back well. */
  lastPage(): string;
  stop(): void;
}

const GATEWAY_ERRORS = new Set([502, 503, 504]);

/** A steady stream of requests to one address, as visitors of a small site would send: what alarms and evidence live on. */
export function startVisitors(url: string, perSecond: number): Visitors {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const counts: VisitorCount = { good: 0, bad: 0, lost: 0 };
  let page = '';
  let isOpen = false;
  const count = (kind: keyof VisitorCount): void => {
    isOpen ||= kind !== 'lost';
    if (isOpen) counts[kind] += 1;
  };
  const visit = (): void => {
    const asked = request(url, { agent, timeout: 5_000, headers: { 'user-agent': 'visitor' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        const kind = status < 400 ? 'good' : GATEWAY_ERRORS.has(status) ? 'lost' : 'bad';
        count(kind);
        if (kind === 'good') page = Buffer.concat(chunks).toString('utf8');
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('timed out')));
    asked.on('error', () => count('lost'));
    asked.end();
  };
  const timer = setInterval(visit, 1_000 / perSecond);
  return {
    counts: () => ({ ...counts }),
    lastPage: () => page,
    stop() {
      clearInterval(timer);
      agent.destroy();
    },
  };
}
