import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { Outcome } from './record-response.ts';
import type { Target } from './target.ts';

type Answer = Pick<Outcome, 'answeredBy' | 'status' | 'targetResponseSeconds'>;

/** Statuses an ALB answers by itself, with the reason phrase it uses. */
const PHRASES: Record<number, string> = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** ALB's status for a client that went away before the answer. */
const CLIENT_CLOSED = 460;

/**
 * Carries one request to the target and its answer back, both as streams, and resolves when all of it ended. Never rejects:
 * 502 when the target refuses or breaks off, 504 when it is silent for `idleTimeoutMs`.
 */
export function proxyRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: Target,
  idleTimeoutMs: number,
): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve) => {
    let answer: Answer = { answeredBy: 'client', status: CLIENT_CLOSED };
    let upstream: ClientRequest;
    const fail = (status: number): void => {
      answer = { ...answer, answeredBy: 'balancer', status };
      if (outgoing.headersSent) outgoing.destroy();
      else answerAlone(outgoing, status);
    };
    const send = (): void => {
      upstream = request({
        host: target.host,
        port: target.port,
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers: forwardedHeaders(incoming),
        agent: target.agent,
      });
      upstream.setTimeout(idleTimeoutMs, () => {
        fail(504);
        upstream.destroy();
      });
      upstream.on('error', () => {
        if (outgoing.destroyed || outgoing.writableEnded) return;
        if (mayRepeat(incoming, upstream) && !outgoing.headersSent) send();
        else fail(502);
      });
      upstream.on('response', (response) => {
        const targetResponseSeconds = (performance.now() - started) / 1000;
        answer = { answeredBy: 'target', status: response.statusCode ?? 0, targetResponseSeconds };
        outgoing.writeHead(answer.status, response.statusMessage, endToEnd(response.headers) as IncomingHttpHeaders);
        response.on('error', () => outgoing.destroy());
        response.pipe(outgoing);
      });
      incoming.pipe(upstream);
    };
    outgoing.on('close', () => {
      upstream.destroy();
      resolve(answer);
    });
    send();
  });
}

/** Answers without a target, as an ALB does. */
export function answerAlone(outgoing: ServerResponse, status: number): void {
  const phrase = `${status} ${PHRASES[status] ?? ''}`.trim();
  outgoing
    .writeHead(status, { 'content-type': 'text/html', server: 'awselb/2.0' })
    .end(`<html><head><title>${phrase}</title></head><body><center><h1>${phrase}</h1></center></body></html>\r\n`);
}

/** A kept connection that the target closed just now carried nothing: a request without a body can go again. */
function mayRepeat(incoming: IncomingMessage, upstream: ClientRequest): boolean {
  const hasBody =
    incoming.headers['content-length'] !== undefined || incoming.headers['transfer-encoding'] !== undefined;
  return upstream.reusedSocket && !hasBody;
}

/** Headers that speak about one connection only (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(/\s*,\s*/);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !(HOP_BY_HOP.has(name) || named.includes(name))),
  );
}

function forwardedHeaders(incoming: IncomingMessage): IncomingHttpHeaders {
  const { headers, socket } = incoming;
  const before = headers['x-forwarded-for'];
  const chunked = headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
  return {
    ...endToEnd(headers),
    ...chunked,
    'x-forwarded-for': [before, socket.remoteAddress].flat().filter(Boolean).join(', '),
    'x-forwarded-proto': 'http',
    'x-forwarded-port': String(socket.localPort),
  };
}
