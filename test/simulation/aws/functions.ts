import type { Alarms } from '#core/ports/alarms.ts';
import type { Bus } from '#core/ports/bus.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Checks } from '#core/ports/checks.ts';
import type { WatchedExecutions } from '#core/ports/executions.ts';
import type { Fleet } from '#core/ports/fleet.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { awaitBake } from '#functions/await-bake/await-bake.ts';
import { awaitChecks } from '#functions/await-checks/await-checks.ts';
import { awaitDeployment } from '#functions/await-deployment/await-deployment.ts';
import { enterStage } from '#functions/enter-stage/enter-stage.ts';
import { finishRelease } from '#functions/finish-release/finish-release.ts';
import { leaveAfterRollback } from '#functions/leave-after-rollback/leave-after-rollback.ts';
import { leaveStage } from '#functions/leave-stage/leave-stage.ts';
import { prepareMigration } from '#functions/prepare-migration/prepare-migration.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import { recordArtifact } from '#functions/record-artifact/record-artifact.ts';
import { recordMigration } from '#functions/record-migration/record-migration.ts';
import { startDeployment } from '#functions/start-deployment/start-deployment.ts';
import { startRollback } from '#functions/start-rollback/start-rollback.ts';
import { type Ask, verifyStage } from '#functions/verify-stage/verify-stage.ts';
import type { LambdaPort } from '#local/stepfunctions/integrations/lambda-invoke.ts';
import { pass, type Sim } from '../sim.ts';
import { type Lambda, named } from './lambda.ts';

/** Every port of every function. */
export interface Ports extends Record<string, object> {
  table: Table;
  tokens: Tokens;
  fleet: Fleet;
  alarms: Alarms;
  registry: Registry;
  sourceHost: SourceHost;
  checks: Checks;
  bus: Bus;
  chat: Chat;
  executions: WatchedExecutions;
  web: { ask: Ask };
}

type Task = (ports: Ports & { now: () => number }, input: never) => Promise<unknown>;

/** What the handlers wire, by the function's name. */
const TASKS: Record<string, Task> = {
  'prepare-release': prepareRelease,
  'await-checks': awaitChecks,
  'record-artifact': recordArtifact,
  'prepare-migration': prepareMigration,
  'record-migration': recordMigration,
  'enter-stage': enterStage,
  'start-deployment': startDeployment,
  'await-deployment': awaitDeployment,
  'verify-stage': (ports, input) => verifyStage({ ...ports, ask: ports.web.ask }, input),
  'await-bake': awaitBake,
  'leave-stage': leaveStage,
  'start-rollback': startRollback,
  'leave-after-rollback': leaveAfterRollback,
  'finish-release': finishRelease,
};

export const TASK_TIMEOUT_MS = 50_000;

/** The functions as Step Functions invokes them: over a hop of its own that refuses, loses answers and calls twice. */
export function taskFunctions(sim: Sim, lambda: Lambda<Ports>): LambdaPort {
  return {
    async invoke(name, payload) {
      const task = TASKS[name];
      if (!task) throw named('ResourceNotFoundException', `There is no function ${name}.`);
      const subject = subjectOf(payload as never);
      const fault = sim.plan.at('invoke', `invoke ${name} ${subject}`);
      if (fault) sim.chronicle.tell(`fault: the invocation of ${name} for ${subject} ${SAID[fault.kind]}`);
      if (fault?.kind === 'throttled') throw named('TooManyRequestsException', 'Rate Exceeded.');
      const run = async () => {
        const result = await lambda.run({ name, subject, timeoutMs: TASK_TIMEOUT_MS }, (ports) =>
          task({ ...ports, now: serverClock(sim, payload as Payload) }, structuredClone(payload) as never),
        );
        return JSON.parse(JSON.stringify(result ?? null));
      };
      if (fault?.kind === 'twice')
        void pass(sim, fault.ms)
          .then(run)
          .catch(() => undefined);
      try {
        const result = await run();
        if (fault?.kind === 'lost') throw named('SdkClientException', 'Unable to execute HTTP request: Read timed out');
        return { payload: result };
      } catch (error) {
        if ((error as Error).name === 'SdkClientException') throw error;
        const { name: errorType, message: errorMessage } = error as Error;
        return { functionError: { errorType, errorMessage, trace: [] } };
      }
    },
  };
}

const SAID: Record<string, string> = {
  throttled: 'is throttled',
  lost: 'has its effect, but its answer is lost',
  twice: 'happens twice',
};

/** As composeTask does it: the time of Step Functions, and what passed since. */
function serverClock({ clock }: Sim, { clock: at }: Payload): () => number {
  const begun = clock.now();
  return () => (at ?? begun) + clock.now() - begun;
}

interface Payload {
  clock?: number;
  release?: string;
  stage?: string | { name: string };
  target?: { name: string };
}

/** Whom an invocation works for, in a way that is the same in every run. */
function subjectOf({ release, stage, target }: Payload): string {
  const name = typeof stage === 'object' ? stage.name : stage;
  return [release, name, target?.name].filter((part) => part !== undefined).join('/');
}
