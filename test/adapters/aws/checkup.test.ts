import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCheckup } from '#adapters/aws/checkup.ts';
import type { Checkup, Installed } from '#core/ports/checkup.ts';
import { clientsFor } from '#local/installation/clients.ts';

const ONE_EACH: Installed = {
  functions: ['f'],
  readers: ['f'],
  stateMachine: 'm',
  alias: 'live',
  rules: ['r'],
  secrets: ['s'],
  alarms: ['a'],
};

/** An AWS that refuses everything with one error. */
describe('the checkup, where AWS refuses', () => {
  let server: Server;
  let refusal = '';
  let checkup: Checkup;

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': refusal });
      response.end(JSON.stringify({ __type: refusal, message: 'no' }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    checkup = awsCheckup(clientsFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
  afterAll(() => void server.close());

  test('what it denies is not checked, with the permission that it needs', async () => {
    refusal = 'AccessDeniedException';
    const { alarms, ...facts } = await checkup.read(ONE_EACH);
    const no = (permission: string) => ({ kind: 'unasked', why: 'AWS denies it', permission });
    expect(facts).toEqual({
      functions: { f: no('lambda:GetFunctionConfiguration') },
      readers: { f: no('lambda:ListEventSourceMappings') },
      rules: { r: no('events:DescribeRule') },
      secrets: { s: no('secretsmanager:DescribeSecret') },
      alias: no('lambda:GetFunctionConfiguration'),
    });
    expect(alarms['a']?.kind).toBe('unasked');
  });

  test('what is not there is missing', async () => {
    refusal = 'ResourceNotFoundException';
    const { functions, readers, rules, secrets, alias } = await checkup.read(ONE_EACH);
    for (const { f, r, s } of [functions, readers, rules, secrets] as Record<string, unknown>[])
      expect(f ?? r ?? s).toEqual({ kind: 'missing' });
    expect(alias.kind).toBe('unasked');
  });
});
