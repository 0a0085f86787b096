import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { arn, REGION } from '#local/account.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { createStepFunctions } from '#local/stepfunctions/step-functions.ts';
import { systemClock } from '#local/time/clock.ts';
import { type Entry, type Row, row } from './entry.ts';

const ROUNDS = 3;
const EXECUTIONS = 100;
const STATES = 10;
/** Executions that are begun at once. */
const AT_ONCE = 8;
const BUDGET_MS = { 'on disk': 4, 'in memory': 0.8 };

/** How fast executions go through Step Functions on one machine, on disk (as it runs) and in memory (as tests run). */
export async function measure(): Promise<Entry> {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-bench-'));
  try {
    const rows = [...(await measureIn('on disk', dir)), ...(await measureIn('in memory', ':memory:'))];
    return {
      title: 'Engine: Step Functions on one machine',
      rows,
      note: [
        `${EXECUTIONS} executions of ${STATES} Pass states that evaluate an expression, ${AT_ONCE} begun at once through the SDK; the best of ${ROUNDS} rounds.`,
        'On disk every step is a transaction of its own that is synced before anything follows from it, so the disk decides.',
      ].join('\n'),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measureIn(where: keyof typeof BUDGET_MS, dir: string): Promise<Row[]> {
  const stepFunctions = createStepFunctions({ dir, clock: systemClock(), emit: () => undefined, integrations: {} });
  const endpoint = await startEndpoint(0, [stepFunctions.service]);
  const client = new SFNClient({
    endpoint: endpoint.url,
    region: REGION,
    credentials: { accessKeyId: 'benchmark', secretAccessKey: 'none' },
  });
  try {
    stepFunctions.start();
    const rounds: number[] = [];
    while (rounds.length < ROUNDS) rounds.push(await runAll(client, `line-${rounds.length}`, stepFunctions.idle));
    const seconds = Math.min(...rounds);
    const transitions = EXECUTIONS * STATES;
    return [
      row(`${where}: executions`, EXECUTIONS / seconds, '/s'),
      row(`${where}: transitions`, transitions / seconds, '/s'),
      row(`${where}: one transition`, (seconds * 1_000) / transitions, 'ms', BUDGET_MS[where]),
    ];
  } finally {
    client.destroy();
    await stepFunctions.close();
    await endpoint.close();
  }
}

/** Seconds until all executions of a new machine of that name have ended. */
async function runAll(client: SFNClient, name: string, idle: () => Promise<void>): Promise<number> {
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name,
      definition: JSON.stringify(line()),
      roleArn: arn('iam', 'role/benchmark'),
    }),
  );
  const began = performance.now();
  let begun = 0;
  const begin = async (): Promise<void> => {
    while (begun < EXECUTIONS) {
      begun += 1;
      await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ count: 0 }) }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, begin));
  await idle();
  const seconds = (performance.now() - began) / 1_000;
  const { executions: ended } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED', maxResults: 1_000 }),
  );
  if (ended?.length !== EXECUTIONS) throw new Error(`${ended?.length} of ${EXECUTIONS} executions have succeeded.`);
  return seconds;
}

/** States in a line, each counting on. */
function line(): object {
  const names = Array.from({ length: STATES }, (_, i) => `Step ${i + 1}`);
  const state = (i: number) => ({
    Type: 'Pass',
    Output: { count: '{% $states.input.count + 1 %}' },
    ...(i === STATES - 1 ? { End: true } : { Next: names[i + 1] }),
  });
  return {
    QueryLanguage: 'JSONata',
    StartAt: names[0],
    States: Object.fromEntries(names.map((name, i) => [name, state(i)])),
  };
}
