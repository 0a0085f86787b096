import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Plain JSON, which Node and the type declarations of the package do not import in the same way. */
const examples: WebhookDefinition[] = createRequire(import.meta.url)('@octokit/webhooks-examples');

export const SECRET = 'the secret of the stand-in';
export const REPOSITORY_ID = 186853002;
/** Where the branch stands, and so where each push begins. */
export const HEAD = createHash('sha1').update('head').digest('hex');

/** GitHub's own example of a push (about 7 KB), on `main`, to another commit each time, as a function URL hands it over. */
export function signedPushes(count: number): APIGatewayProxyEventV2[] {
  const example = examples
    .find(({ name }) => name === 'push')
    ?.examples.find((push) => 'commits' in push && push.commits.length > 0);
  if (!example) throw new Error('There is no example of a push.');
  return Array.from({ length: count }, (_, i) => {
    const after = createHash('sha1').update(String(i)).digest('hex');
    return eventOf(JSON.stringify({ ...example, ref: 'refs/heads/main', before: HEAD, after }));
  });
}

function eventOf(body: string): APIGatewayProxyEventV2 {
  const headers = {
    'content-type': 'application/json',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'push',
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  };
  const http = {
    method: 'POST',
    path: '/',
    protocol: 'HTTP/1.1',
    sourceIp: '140.82.115.1',
    userAgent: 'GitHub-Hookshot/1',
  };
  return {
    version: '2.0',
    rawPath: '/',
    rawQueryString: '',
    headers,
    body,
    isBase64Encoded: false,
    requestContext: { http, requestId: randomUUID() },
  } as unknown as APIGatewayProxyEventV2;
}
