import { readFileSync } from 'node:fs';
import type { Executions } from '#core/ports/executions.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import type { Integrations } from '#local/stepfunctions/integration.ts';
import {
  type CodeBuildPort,
  codebuildStartBuildSync,
} from '#local/stepfunctions/integrations/codebuild-start-build-sync.ts';
import { type LambdaPort, lambdaInvoke } from '#local/stepfunctions/integrations/lambda-invoke.ts';
import { createStepFunctions } from '#local/stepfunctions/step-functions.ts';
import type { Sim } from '../sim.ts';
import { askInProcess } from './in-process.ts';

const kebab = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

const file = new URL('../../../statemachines/release.asl.json', import.meta.url);
const DEFINITION = readFileSync(file, 'utf8').replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => kebab(name));
const NOT_SIMULATED: Integrations = {
  'arn:aws:states:::ecs:runTask.sync': { call: () => Promise.reject(new Error('Test tasks are not simulated yet.')) },
};
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);
const NAME = 'release';

/** How an execution stands: RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
export type Statuses = ReadonlyMap<string, string>;

export interface Orchestrator {
  executions: Executions;
  tokens: Tokens;
  /** By execution name. */
  statuses: Statuses;
  /** How many events the longest history has. */
  longestHistory(): Promise<number>;
  /** Stops whatever still runs. */
  close(): Promise<void>;
}

/** What Step Functions is connected to while one story runs. */
interface Surroundings {
  sim: Sim;
  functions: LambdaPort;
  builds: CodeBuildPort;
}

/** Step Functions with the real state machine in it, for one story after the other: checking the definition takes longer than a story. */
export interface Rig {
  connect(surroundings: Surroundings): Orchestrator;
  close(): Promise<void>;
}

export async function openRig(): Promise<Rig> {
  let story = 0;
  let serial = 0;
  let now: (Surroundings & { statuses: Map<string, string> }) | undefined;
  const connected = () => {
    if (!now) throw new Error('No story is running.');
    return now;
  };
  const clock = {
    now: () => now?.sim.clock.now() ?? 0,
    at: (time: number, run: () => void) => now?.sim.clock.at(time, run) ?? (() => undefined),
  };
  const functions: LambdaPort = { invoke: (...args) => connected().functions.invoke(...args) };
  const builds: CodeBuildPort = {
    startBuild: (input) => connected().builds.startBuild(input),
    batchGetBuild: (id) => connected().builds.batchGetBuild(id),
    stopBuild: (id) => connected().builds.stopBuild(id),
    onChange: (listener) => connected().builds.onChange(listener),
  };
  const stepFunctions = createStepFunctions({
    dir: ':memory:',
    clock,
    ids() {
      serial += 1;
      return `${now?.sim.seed}-${serial}`;
    },
    emit({ detail }) {
      const { name, status } = detail as { name?: unknown; status?: unknown };
      const [, number, own = ''] = /^(\d+)-(.*)$/.exec(String(name)) ?? [];
      if (!now || Number(number) !== story) return;
      now.statuses.set(own, String(status));
      now.sim.chronicle.trace(`execution ${own} ${status}`);
    },
    integrations: { ...lambdaInvoke(functions), ...codebuildStartBuildSync(builds), ...NOT_SIMULATED },
  });
  const ask: Ask = (operation, input) => askInProcess(stepFunctions.service, `AWSStepFunctions.${operation}`, input);
  stepFunctions.start();
  const roleArn = 'arn:aws:iam::000000000000:role/bakewatch';
  const made = await ask('CreateStateMachine', { name: NAME, definition: DEFINITION, roleArn });
  const stateMachineArn = String(made['stateMachineArn']);

  return {
    connect(surroundings) {
      story += 1;
      serial = 0;
      const statuses = new Map<string, string>();
      now = { ...surroundings, statuses };
      const nameOf = (name: string): string => `${story}-${name}`;
      const arns = () => [...statuses.keys()].map((name) => arnOf(stateMachineArn, nameOf(name)));
      return {
        statuses,
        executions: executionsOf(ask, stateMachineArn, nameOf),
        tokens: tokensOf(ask),
        async longestHistory() {
          const last = await Promise.all(arns().map((executionArn) => lastEvent(ask, executionArn)));
          return Math.max(0, ...last);
        },
        async close() {
          for (const executionArn of arns()) await ask('StopExecution', { executionArn });
          await stepFunctions.idle();
          now = undefined;
        },
      };
    },
    close: stepFunctions.close,
  };
}

async function lastEvent(ask: Ask, executionArn: string): Promise<number> {
  const { events } = await ask('GetExecutionHistory', { executionArn, maxResults: 1, reverseOrder: true });
  return (events as { id: number }[])[0]?.id ?? 0;
}

type Ask = (operation: string, input: object) => Promise<Record<string, unknown>>;

const arnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** As the AWS adapter does it: the name of a closed execution is ours when its input is. */
function executionsOf(ask: Ask, stateMachineArn: string, nameOf: (name: string) => string): Executions {
  return {
    async start(own, values) {
      const name = nameOf(own);
      const input = JSON.stringify(values);
      try {
        return String((await ask('StartExecution', { stateMachineArn, name, input }))['executionArn']);
      } catch (error) {
        if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
        const executionArn = arnOf(stateMachineArn, name);
        if ((await ask('DescribeExecution', { executionArn }))['input'] === input) return executionArn;
        throw new Error(`The execution ${name} exists already with another input.`, { cause: error });
      }
    },
  };
}

function tokensOf(ask: Ask): Tokens {
  return {
    async answer(taskToken, output) {
      try {
        await ask('SendTaskSuccess', { taskToken, output: JSON.stringify(output) });
        return 'answered';
      } catch (error) {
        if (GONE.has((error as Error).name)) return 'gone';
        throw error;
      }
    },
  };
}
