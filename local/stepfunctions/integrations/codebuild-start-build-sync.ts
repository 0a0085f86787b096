import type { Build, StartBuildInput } from '@aws-sdk/client-codebuild';
import type { Integrations, JobOutcome } from '../integration.ts';
import { ERRORS } from '../language/failure.ts';
import { toCamelCase, toPascalCase } from './member-case.ts';
import { serviceError } from './service-error.ts';

export interface CodeBuildPort {
  /** The same `idempotencyToken` gives the same build. */
  startBuild(input: StartBuildInput): Promise<Build>;
  batchGetBuild(id: string): Promise<Build | undefined>;
  stopBuild(id: string): Promise<void>;
  /** Tells the id of each build that changed. Returns the unsubscriber. */
  onChange(listener: (id: string) => void): () => void;
}

/**
 * `codebuild:startBuild.sync`: starts a build and waits for its end. Anything but SUCCEEDED is States.TaskFailed, with the build as
 * JSON in the Cause. https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html
 */
export function codebuildStartBuildSync(port: CodeBuildPort): Integrations {
  return {
    'arn:aws:states:::codebuild:startBuild.sync': {
      async start(args, idempotencyKey) {
        const input = { idempotencyToken: idempotencyKey, ...(toCamelCase(args) as object) } as StartBuildInput;
        const build = await port.startBuild(input).catch((error: unknown) => {
          throw serviceError('CodeBuild', error);
        });
        return { jobId: String(build.id), output: { Build: toPascalCase(build) } };
      },
      settled: async (id) => outcomeOf(await port.batchGetBuild(id)),
      stop: (id) => port.stopBuild(id),
      changed: (listener) => port.onChange(listener),
    },
  };
}

function outcomeOf(build: Build | undefined): JobOutcome | undefined {
  if (!build) return { error: ERRORS.taskFailed, cause: 'The build does not exist any more.' };
  if (build.buildStatus === 'IN_PROGRESS') return undefined;
  const output = { Build: toPascalCase(build) };
  return build.buildStatus === 'SUCCEEDED' ? { output } : { error: ERRORS.taskFailed, cause: JSON.stringify(output) };
}
