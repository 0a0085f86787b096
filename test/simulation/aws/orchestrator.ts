import type { WatchedExecutions } from '#core/ports/executions.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import type { SettlingEvent } from '#functions/settle-releases/release-of-event.ts';
import {
  type CodeBuildPort,
  codebuildStartBuildSync,
} from '#local/stepfunctions/integrations/codebuild-start-build-sync.ts';
import { type EcsPort, ecsRunTaskSync } from '#local/stepfunctions/integrations/ecs-run-task-sync.ts';
import { type LambdaPort, lambdaInvoke } from '#local/stepfunctions/integrations/lambda-invoke.ts';
import { createStepFunctions } from '#local/stepfunctions/step-functions.ts';
import stateMachine from '../../../statemachines/release.asl.json' with { type: 'json' };
import type { Sim } from '../sim.ts';
import { askInProcess } from './in-process.ts';
import { type Ask, type ByHand, byHandOf, executionsOf, type Names, tokensOf } from './states-client.ts';

const kebab = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

export const DEFINITION = JSON.stringify(stateMachine).replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => kebab(name));
const NAME = 'release';

/** How an execution stands: RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
export type Statuses = ReadonlyMap<string, string>;

export interface Orchestrator {
  executions: WatchedExecutions;
  byHand: ByHand;
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
  tasks: EcsPort;
  /** An execution has ended without success: what EventBridge is told. */
  onDead(name: string, event: SettlingEvent): void;
}

/** Step Functions with the real state machine in it, for one story after the other: checking the definition takes longer than a story. */
export interface Rig {
  connect(surroundings: Surroundings): Orchestrator;
  close(): Promise<void>;
}

const DEAD = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

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
  const tasks: EcsPort = {
    runTask: (input) => connected().tasks.runTask(input),
    describeTask: (arn) => connected().tasks.describeTask(arn),
    stopTask: (arn) => connected().tasks.stopTask(arn),
    onChange: (listener) => connected().tasks.onChange(listener),
  };
  const stepFunctions = createStepFunctions({
    dir: ':memory:',
    clock,
    ids() {
      serial += 1;
      return `${now?.sim.seed}-${serial}`;
    },
    emit({ source, detail }) {
      const { name, status } = detail as { name?: unknown; status?: unknown };
      const [, number, own = ''] = /^(\d+)-(.*)$/.exec(String(name)) ?? [];
      if (!now || Number(number) !== story) return;
      now.statuses.set(own, String(status));
      now.sim.chronicle.trace(`execution ${own} ${status}`);
      if (DEAD.has(String(status))) now.onDead(own, { source, detail });
    },
    integrations: { ...lambdaInvoke(functions), ...codebuildStartBuildSync(builds), ...ecsRunTaskSync(tasks) },
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
      const names = namesOf(stateMachineArn, story);
      const arns = () => [...statuses.keys()].map(names.arnOf);
      return {
        statuses,
        executions: executionsOf(ask, names),
        byHand: byHandOf(ask, names),
        tokens: tokensOf(ask),
        async longestHistory() {
          const last = await Promise.all(arns().map((executionArn) => lastEvent(ask, executionArn)));
          return Math.max(0, ...last);
        },
        async close() {
          if (now) now.onDead = () => undefined;
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

/** Each story has its executions to itself. */
function namesOf(stateMachineArn: string, story: number): Names {
  const nameOf = (own: string): string => `${story}-${own}`;
  const executions = stateMachineArn.replace(':stateMachine:', ':execution:');
  return { stateMachineArn, nameOf, arnOf: (own) => `${executions}:${nameOf(own)}` };
}
