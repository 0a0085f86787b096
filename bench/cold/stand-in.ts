import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import { makeCertificate } from './certificate.ts';
import { HEAD, REPOSITORY_ID, SECRET } from './signed-pushes.ts';

/** AWS as far as a webhook asks it, over HTTPS on 127.0.0.1, answering at once out of nothing: only the caller is measured. */
export interface StandIn {
  url: string;
  /** The certificate that a caller must trust. */
  certificateFile: string;
  close(): Promise<void>;
}

type Answer = [status: number, body: object];
type Input = Record<string, unknown> & { Key?: { pk: { S: string }; sk: { S: string } } };

export async function startStandIn(dir: string): Promise<StandIn> {
  const { key, cert, file } = makeCertificate(dir);
  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const target = String(request.headers['x-amz-target']);
    const [status, body] = answer(target, JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const type = target.startsWith('DynamoDB') ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
    response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'stand-in' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificateFile: file,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A service that releases every push, a secret that was never rotated, and a branch that stands where each push begins. */
function answer(target: string, input: Input): Answer {
  const [, operation] = target.split('.');
  if (operation === 'GetSecretValue')
    return input['VersionStage'] === 'AWSPREVIOUS'
      ? [400, { __type: 'ResourceNotFoundException', Message: 'There is no version AWSPREVIOUS.' }]
      : [200, { SecretString: SECRET, VersionStages: ['AWSCURRENT'] }];
  if (operation === 'Query') return [200, JSON.stringify(input).includes(`REPO#${REPOSITORY_ID}`) ? SERVICES : NOTHING];
  if (operation === 'GetItem') return [200, itemAt(input.Key?.pk.S ?? '', input.Key?.sk.S ?? '')];
  if (operation === 'TransactWriteItems') return [200, {}];
  return [400, { __type: 'UnknownOperationException' }];
}

const NOTHING = { Count: 0, Items: [], ScannedCount: 0 };
const stored = (item: object): Record<string, unknown> => marshall({ version: 7, ...item });
const CONFIG = {
  pk: `REPO#${REPOSITORY_ID}`,
  sk: 'SERVICE#hello',
  service: 'hello',
  repositoryId: REPOSITORY_ID,
  config: { branch: 'main', paths: ['**', '!docs/**'] },
  hash: '0123456789abcdef',
  at: 1_800_000_000_000,
};
const SERVICES = { Count: 1, ScannedCount: 1, Items: [stored(CONFIG)] };

function itemAt(pk: string, sk: string): object {
  if (pk.startsWith('PUSH#') && sk === 'HEAD') return { Item: stored({ pk, sk, after: HEAD }) };
  if (pk.startsWith('SERVICE#') && sk === 'HEAD') return { Item: stored({ pk, sk, service: 'hello', lastNumber: 41 }) };
  return {};
}
