import type { Task } from '@aws-sdk/client-ecs';
import type { EcsPort } from '#local/stepfunctions/integrations/ecs-run-task-sync.ts';
import { named } from '../aws/lambda.ts';
import { drawBetween } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';

/** A migration that really began. */
export interface RanMigration {
  taskDefinition: string;
  at: number;
  doneAt?: number;
}

export interface Migrations {
  port: EcsPort;
  ran: readonly RanMigration[];
}

/** ECS as it runs the migration's task: once for each call, in its own time. */
export function createMigrations(sim: Sim, isBad: (taskDefinition: string) => boolean): Migrations {
  const { clock, chronicle, plan } = sim;
  const tasks = new Map<string, Task>();
  const ran: RanMigration[] = [];
  const listeners = new Set<(arn: string) => void>();
  const begin = (taskDefinition: string): Task => {
    const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/production/${ran.length + 1}`;
    const run: RanMigration = { taskDefinition, at: clock.now() };
    ran.push(run);
    const task: Task = { taskArn, lastStatus: 'RUNNING', containers: [{ name: 'app' }] };
    tasks.set(taskArn, task);
    chronicle.tell(`the migration ${taskDefinition.replace(/^.*\//, '')} begins`);
    clock.at(clock.now() + drawBetween(sim.seed, `migration ${taskDefinition}`, 5_000, 240_000), () => {
      const exitCode = isBad(taskDefinition) ? 3 : 0;
      if (exitCode === 0) run.doneAt = clock.now();
      tasks.set(taskArn, { ...task, lastStatus: 'STOPPED', containers: [{ name: 'app', exitCode }] });
      chronicle.tell(`the migration ${taskDefinition.replace(/^.*\//, '')} ends with ${exitCode}`);
      if (plan.at('hop', `task ${taskDefinition} to states`)?.kind === 'drop') return;
      for (const listener of listeners) listener(taskArn);
    });
    return task;
  };
  return {
    ran,
    port: {
      async runTask({ taskDefinition = '' }) {
        const fault = plan.at('call', `states ${taskDefinition} ecs.runTask`);
        if (fault && ['before', 'throttled', 'crash before', 'hang'].includes(fault.kind))
          throw named('ServerException', 'it failed');
        const task = begin(taskDefinition);
        if (fault && ['after', 'late', 'crash after'].includes(fault.kind)) throw named('ServerException', 'it failed');
        return { tasks: [task], failures: [] };
      },
      describeTask: async (arn) => tasks.get(arn),
      stopTask: async () => undefined,
      onChange(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}
