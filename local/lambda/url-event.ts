import type { IncomingMessage } from 'node:http';
import type { Clock } from '#local/time/clock.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Content types whose bodies Lambda hands over as text; all others arrive in base64, form posts among them. */
const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))(;|$))/i;

/**
 * The event of a function URL: payload format 2.0 (Lambda guide, invoking function URLs). `path` is what follows the
 * function's own URL, with its query; `body` are the bytes as they came.
 */
export function urlEvent(
  request: IncomingMessage,
  path: string,
  body: Buffer,
  requestId: string,
  clock: Clock,
): object {
  const { pathname, search, searchParams } = new URL(path, 'http://function');
  const { cookie, ...headers } = joinedHeaders(request);
  const isText = TEXT.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  const host = headers['host'] ?? '';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(search.length > 1 ? { queryStringParameters: joinedQuery(searchParams) } : {}),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'local',
      domainName: host,
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: commonLogTime(clock.now()),
      timeEpoch: clock.now(),
    },
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Lower-cased names; what was sent several times is one value joined by commas. */
function joinedHeaders({ headersDistinct }: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(headersDistinct))
    joined[name] = values.join(name === 'cookie' ? '; ' : ',');
  return joined;
}

function joinedQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

function commonLogTime(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split(/[T.]/);
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
}
