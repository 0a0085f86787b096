import type { Config } from '#core/config/schema.ts';
import { FUNCTIONS, functionName } from '../installation.ts';
import { reachOf } from '../reach.ts';
import { runTaskGrants } from './ecs.ts';
import { arnAt, type Grant, grantOn } from './grant.ts';

/**
 * What the state machine itself does: calls the published versions of its functions, runs builds and tasks and waits for their ends.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html and .../connect-ecs.html
 */
export function machineGrants(config: Config): Grant[] {
  const [own, ...elsewhere] = reachOf(config);
  const roles = elsewhere.filter(({ tasks }) => tasks.length > 0).flatMap(({ role }) => role ?? []);
  return [
    {
      actions: ['lambda:InvokeFunction'],
      resources: FUNCTIONS.filter(({ isTask }) => isTask).map(({ name }) =>
        arnAt('lambda', {}, `function:${functionName(name)}:*`),
      ),
      why: 'An execution calls the versions that were published when it began, today`s or older ones',
    },
    ...buildGrants(config),
    ...runTaskGrants(own),
    ...(own.tasks.length > 0 ? [managedRule('StepFunctionsGetEventsForECSTaskRule')] : []),
    ...grantOn(['sts:AssumeRole'], roles),
  ];
}

function buildGrants({ services }: Config): Grant[] {
  const projects = Object.values(services).flatMap(({ build, stages }) => [
    ...(build.project ? [build.project] : []),
    ...stages.flatMap(({ verify }) => (verify && 'project' in verify ? [verify.project] : [])),
  ]);
  if (projects.length === 0) return [];
  return [
    ...grantOn(
      ['codebuild:StartBuild', 'codebuild:StopBuild', 'codebuild:BatchGetBuilds'],
      projects.map((name) => arnAt('codebuild', {}, `project/${name}`)),
    ),
    managedRule('StepFunctionsGetEventForCodeBuildStartBuildRule'),
  ];
}

/** Step Functions hears of a build's or a task's end by a rule that it makes itself. */
const managedRule = (name: string): Grant => ({
  actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
  resources: [arnAt('events', {}, `rule/${name}`)],
});
