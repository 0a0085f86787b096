import { delimiter, dirname } from 'node:path';
import { arn, REGION } from '#local/account.ts';
import type { BuildRecord } from './build-record.ts';

export interface BuildPlace {
  home: string;
  source: string;
  /** Folder of the stand-ins for `docker` and `aws`: first in PATH. */
  standIns: string;
  endpointUrl: string;
}

/**
 * The whole environment a build starts with: nothing of the machine's own leaks in but PATH.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function buildEnvironment(
  build: BuildRecord,
  place: BuildPlace,
  variables: Record<string, string>,
): Record<string, string> {
  const own = build.project.environment.environmentVariables ?? [];
  return {
    LANG: 'C.UTF-8',
    HOME: place.home,
    TMPDIR: place.home,
    AWS_DEFAULT_REGION: REGION,
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL: place.endpointUrl,
    AWS_ACCESS_KEY_ID: 'codebuild',
    AWS_SECRET_ACCESS_KEY: 'local',
    ...variables,
    ...Object.fromEntries(own.map(({ name, value }) => [name, value ?? ''])),
    PATH: [place.standIns, dirname(process.execPath), process.env['PATH']].join(delimiter),
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_ARN: arn('codebuild', `build/${build.id}`),
    CODEBUILD_BUILD_NUMBER: String(build.number),
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_SOURCE_VERSION: build.sourceVersion ?? '',
    CODEBUILD_RESOLVED_SOURCE_VERSION: build.resolvedSourceVersion ?? '',
    CODEBUILD_SRC_DIR: place.source,
    CODEBUILD_START_TIME: String(build.startTime),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CI: 'true',
  };
}
