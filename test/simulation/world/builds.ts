import type { Build } from '@aws-sdk/client-codebuild';
import { memoryRegistry } from '#adapters/memory/registry.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { CodeBuildPort } from '#local/stepfunctions/integrations/codebuild-start-build-sync.ts';
import { named } from '../aws/lambda.ts';
import { drawBetween } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Behaviour } from '../story/story.ts';

/** A build that was really run. */
export interface RanBuild {
  id: string;
  project: string;
  sha: string;
  /** What Bakewatch said that it is for. */
  release: string;
  token: string;
}

export interface Builds {
  port: CodeBuildPort;
  registry: Registry;
  ran: readonly RanBuild[];
  running(): number;
  /** From now on builds that begin never end by themselves. */
  hang(): void;
}

export interface BuildsOptions {
  behaviourOf(sha: string): Behaviour;
  /** What comes out of building this commit. */
  digestOf(sha: string): string;
}

/** What every service runs at the beginning is in the registry like everything else. */
export const FIRST_IMAGE = 'what ran before';

const MINUTE = 60_000;

/** CodeBuild and the registry that its builds push to. */
export function createBuilds(sim: Sim, { behaviourOf, digestOf }: BuildsOptions): Builds {
  const { clock, plan, chronicle } = sim;
  const registry = memoryRegistry();
  registry.push(SERVICE, digestOf(FIRST_IMAGE));
  const builds = new Map<string, Build>();
  const ran: RanBuild[] = [];
  const byToken = new Map<string, string>();
  const listeners = new Set<(id: string) => void>();
  let isHanging = false;

  const finish = (id: string, changes: Partial<Build>): void => {
    const build = builds.get(id);
    if (build?.buildStatus !== 'IN_PROGRESS') return;
    builds.set(id, { ...build, ...changes });
    chronicle.tell(`the build ${id} ends ${changes.buildStatus}`);
    if (plan.at('hop', `build ${id} to states`)?.kind === 'drop') return;
    for (const listener of listeners) listener(id);
  };
  const begin = ({
    projectName = '',
    sourceVersion: sha = '',
    idempotencyToken: token = '',
    environmentVariablesOverride = [],
  }: Parameters<CodeBuildPort['startBuild']>[0]): Build => {
    const known = builds.get(byToken.get(token) ?? '');
    if (known) return known;
    const id = `${projectName}:${ran.length + 1}`;
    const build: Build = { id, buildStatus: 'IN_PROGRESS', logs: { deepLink: `https://logs/${id}` } };
    const release = environmentVariablesOverride.find(({ name }) => name === 'BAKEWATCH_RELEASE')?.value ?? '';
    builds.set(id, build);
    byToken.set(token, id);
    ran.push({ id, project: projectName, sha, release, token });
    chronicle.tell(`the build ${id} of ${sha.slice(0, 7)} begins`);
    const isTest = projectName !== 'hello-build';
    const behaviour = behaviourOf(sha);
    const longest = isTest && behaviour === 'tests take long' ? 25 * MINUTE : 4 * MINUTE;
    const takes = drawBetween(sim.seed, `build ${projectName} ${release}`, longest - 3 * MINUTE, longest);
    if (isHanging) return build;
    clock.at(clock.now() + takes, () =>
      finish(id, isTest ? testEnd(behaviour) : buildEnd(behaviour, digestOf(sha), registry)),
    );
    return build;
  };

  return {
    ran,
    hang() {
      isHanging = true;
    },
    registry: { find: registry.find, tagged: registry.tagged, has: registry.has },
    running: () => [...builds.values()].filter((b) => b.buildStatus === 'IN_PROGRESS').length,
    port: {
      async startBuild(input) {
        const fault = plan.at('call', `states ${input.environmentVariablesOverride?.[0]?.value} codebuild.startBuild`);
        if (fault && ['before', 'throttled', 'crash before', 'hang'].includes(fault.kind))
          throw named('AWSCodeBuildException', 'it failed');
        const build = begin(input);
        if (fault && ['after', 'late', 'crash after'].includes(fault.kind))
          throw named('AWSCodeBuildException', 'it failed');
        return build;
      },
      batchGetBuild: async (id) => builds.get(id),
      async stopBuild(id) {
        finish(id, { buildStatus: 'STOPPED' });
      },
      onChange(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

const testEnd = (behaviour: Behaviour): Partial<Build> => ({
  buildStatus: behaviour === 'tests fail' ? 'FAILED' : 'SUCCEEDED',
});

function buildEnd(behaviour: Behaviour, digest: string, registry: ReturnType<typeof memoryRegistry>): Partial<Build> {
  if (behaviour === 'build fails') return { buildStatus: 'FAILED' };
  if (behaviour === 'exports nothing') return { buildStatus: 'SUCCEEDED' };
  if (behaviour !== 'image is missing') registry.push('hello', digest);
  return { buildStatus: 'SUCCEEDED', exportedEnvironmentVariables: [{ name: 'IMAGE_DIGEST', value: digest }] };
}
