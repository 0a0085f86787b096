import { arn } from '#local/account.ts';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import type { BuildRecord, PhaseRecord } from './build-record.ts';

/**
 * `CodeBuild Build State Change` as AWS documents it:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
 */
export function stateChange(build: BuildRecord): ServiceEvent {
  const buildArn = arn('codebuild', `build/${build.id}`);
  return {
    source: 'aws.codebuild',
    'detail-type': 'CodeBuild Build State Change',
    resources: [buildArn],
    time: build.endTime ?? build.startTime,
    detail: {
      'build-status': build.status,
      'project-name': build.project.name,
      'build-id': buildArn,
      'additional-information': additionalInformation(build),
      'current-phase': build.phases.at(-1)?.type,
      'current-phase-context': '[]',
      version: '1',
    },
  };
}

function additionalInformation(build: BuildRecord): Record<string, unknown> {
  const { source, environment } = build.project;
  return {
    artifact: { location: '' },
    environment: {
      image: environment.image,
      'privileged-mode': environment.privilegedMode ?? false,
      'compute-type': environment.computeType,
      type: environment.type,
      'environment-variables': environment.environmentVariables ?? [],
    },
    'timeout-in-minutes': build.project.timeoutInMinutes,
    'build-complete': build.endTime !== undefined,
    'build-number': build.number,
    initiator: build.initiator,
    'build-start-time': eventTime(build.startTime),
    source: { location: source.location, type: source.type },
    'source-version': build.sourceVersion,
    phases: build.phases.map(phaseDetail),
  };
}

function phaseDetail(phase: PhaseRecord): Record<string, unknown> {
  return {
    'phase-type': phase.type,
    'start-time': eventTime(phase.startTime),
    ...(phase.endTime !== undefined && {
      'end-time': eventTime(phase.endTime),
      'duration-in-seconds': Math.round((phase.endTime - phase.startTime) / 1000),
      'phase-status': phase.status,
      'phase-context': phase.contexts.map((context) => `${context.statusCode}: ${context.message}`),
    }),
  };
}

/** `Sep 1, 2017 4:12:29 PM`: the one place where AWS writes times like this. */
const eventTime = (time: number): string =>
  new Intl.DateTimeFormat('en-US', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'UTC',
  })
    .format(time)
    .replace(/,(?=[^,]*$)/, '')
    .replaceAll('\u202f', ' ');
