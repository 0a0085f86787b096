import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as sfn from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CALLBACK, clientOf, INVOKE, machine, ROLE } from '../harness.ts';

const EXECUTIONS = 40;
const TOKENS = 3;
const KILLS = 8;
const DEADLINE_MS = 14_000;

const item = {
  Type: 'Task',
  Resource: CALLBACK,
  Arguments: {
    token: '{% $states.context.Task.Token %}',
    execution: '{% $states.context.Execution.Name %}',
    item: '{% $states.input %}',
  },
  Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 1, MaxDelaySeconds: 1, MaxAttempts: 3, JitterStrategy: 'FULL' }],
  End: true,
};
const definition = machine('T', {
  T: {
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { n: '{% $states.input.n + 1 %}' },
    Assign: { n: '{% $states.result.n %}' },
    Next: 'P',
  },
  P: {
    Type: 'Parallel',
    Branches: [
      {
        StartAt: 'W',
        States: {
          W: { Type: 'Wait', Seconds: 1, Next: 'J' },
          J: { Type: 'Task', Resource: 'arn:aws:states:::codebuild:startBuild.sync', End: true },
        },
      },
      {
        StartAt: 'M',
        States: {
          M: {
            Type: 'Map',
            Items: '{% [1..3] %}',
            MaxConcurrency: 2,
            ItemProcessor: { StartAt: 'I', States: { I: item } },
            End: true,
          },
        },
      },
    ],
    Output: { n: '{% $n %}', answers: '{% $states.result[1] %}' },
    End: true,
  },
});

let dir: string;
let victim: ChildProcess;
let url = '';
/** Tokens that have been handed out and not been answered with success; several for one item after a retry or a repeated call. */
const open = new Map<string, { execution: string; item: number }>();
const answered = new Map<string, string>();
const started = new Set<string>();

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'stepfunctions-'));
});
afterEach(async () => {
  await kill();
  rmSync(dir, { recursive: true, force: true });
});

async function spawnVictim(): Promise<void> {
  victim = spawn(process.execPath, [fileURLToPath(new URL('./victim.ts', import.meta.url)), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: victim.stdout as NodeJS.ReadableStream });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const said = JSON.parse(line);
      if (said.token) open.set(said.token, { execution: said.execution, item: said.item });
      if (said.url) {
        url = said.url;
        resolve();
      }
    });
  });
}

async function kill(): Promise<void> {
  if (victim.exitCode !== null || victim.signalCode !== null) return;
  const gone = once(victim, 'exit');
  victim.kill('SIGKILL');
  await gone;
}

/** Starts what is missing and answers what is open, the first answer of every other item being a failure. Stops at any error. */
async function work(client: sfn.SFNClient, stateMachineArn: string): Promise<void> {
  for (let n = 0; n < EXECUTIONS; n += 1) {
    if (started.has(`e${n}`)) continue;
    const input = JSON.stringify({ n });
    await client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: `e${n}`, input }));
    started.add(`e${n}`);
    await answerSome(client);
  }
  await answerSome(client);
}

const failedOnce = new Set<string>();

async function answerSome(client: sfn.SFNClient): Promise<void> {
  for (const [taskToken, { execution, item: number }] of [...open].slice(0, 4)) {
    const key = `${execution}/${number}`;
    const fails = number === 2 && !failedOnce.has(key);
    try {
      if (fails) await client.send(new sfn.SendTaskFailureCommand({ taskToken, error: 'Again' }));
      else
        await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: JSON.stringify(`${key} ${taskToken}`) }));
      if (fails) failedOnce.add(key);
      else if (answered.has(key)) throw new Error(`${key} has been answered twice`);
      else answered.set(key, `${key} ${taskToken}`);
    } catch (error) {
      // The answer may have been committed by a process that died before it could say so: then its token is closed.
      if (!(error instanceof sfn.TaskTimedOut)) throw error;
    }
    open.delete(taskToken);
  }
}

async function settled(client: sfn.SFNClient, stateMachineArn: string): Promise<boolean> {
  const query = { stateMachineArn, statusFilter: 'SUCCEEDED' as const, maxResults: 1000 };
  const { executions = [] } = await client.send(new sfn.ListExecutionsCommand(query));
  return executions.length === EXECUTIONS;
}

async function createMachine(client: sfn.SFNClient): Promise<string> {
  const command = new sfn.CreateStateMachineCommand({
    name: 'm',
    definition: JSON.stringify(definition),
    roleArn: ROLE,
  });
  return String((await client.send(command)).stateMachineArn);
}

/** Kills the process at a point in its work that is different each time, while work goes on. */
async function workUntilKilled(round: number): Promise<void> {
  await spawnVictim();
  const client = clientOf(url);
  const stateMachineArn = await createMachine(client);
  const timer = setTimeout(() => void victim.kill('SIGKILL'), 30 + round * 45);
  const gone = once(victim, 'exit');
  try {
    while (victim.signalCode === null && !(await settled(client, stateMachineArn))) await work(client, stateMachineArn);
    await gone;
  } catch {
    await gone;
  } finally {
    clearTimeout(timer);
    client.destroy();
  }
}

it('loses and repeats nothing that was acknowledged when it is killed again and again', {
  timeout: 20_000,
}, async () => {
  const deadline = Date.now() + DEADLINE_MS;
  for (let round = 0; round < KILLS; round += 1) await workUntilKilled(round);
  await spawnVictim();
  const client = clientOf(url);
  const stateMachineArn = await createMachine(client);
  while (!(await settled(client, stateMachineArn))) {
    expect(Date.now(), 'executions hang').toBeLessThan(deadline);
    await work(client, stateMachineArn);
  }
  for (let n = 0; n < EXECUTIONS; n += 1) await checkExecution(client, n, stateMachineArn);
  checkJobsAndEvents();
  client.destroy();
});

async function checkExecution(client: sfn.SFNClient, n: number, stateMachineArn: string): Promise<void> {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:e${n}`;
  const { output = '' } = await client.send(new sfn.DescribeExecutionCommand({ executionArn }));
  const result = JSON.parse(output);
  expect(result.n).toBe(n + 1);
  expect(result.answers).toHaveLength(TOKENS);
  for (let i = 1; i <= TOKENS; i += 1) {
    const acknowledged = answered.get(`e${n}/${i}`);
    if (acknowledged) expect(result.answers[i - 1]).toBe(acknowledged);
  }
  const { events = [] } = await client.send(new sfn.GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
  for (const type of ['ExecutionSucceeded', 'ParallelStateExited', 'MapStateExited', 'WaitStateExited']) {
    expect(
      events.filter((event) => event.type === type),
      type,
    ).toHaveLength(1);
  }
  expect(events.filter(({ type }) => type === 'MapIterationSucceeded')).toHaveLength(TOKENS);
}

function checkJobsAndEvents(): void {
  const jobs = readFileSync(join(dir, 'jobs.txt'), 'utf8').trim().split('\n');
  expect(new Set(jobs).size, 'one idempotency key per job').toBe(EXECUTIONS);
  const events = readFileSync(join(dir, 'events.txt'), 'utf8').trim().split('\n');
  for (let n = 0; n < EXECUTIONS; n += 1) {
    for (const status of ['RUNNING', 'SUCCEEDED']) expect(events).toContain(`e${n} ${status}`);
  }
  // At least once: a kill between handing over and forgetting repeats at most that one.
  expect(events.length).toBeLessThanOrEqual(2 * EXECUTIONS + KILLS);
}
