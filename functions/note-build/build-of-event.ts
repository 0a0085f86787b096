/** What is read of an EventBridge event; nothing in it is believed. */
export interface BuildEvent {
  source?: unknown;
  detail?: { 'build-id'?: unknown } | undefined;
}

const BUILD_ARN = /^arn:[a-z-]+:codebuild:[a-z0-9-]+:\d{12}:build\/([A-Za-z0-9_-]{2,255}:[A-Za-z0-9-]{1,64})$/;

/** The id of the build that changed; undefined for any other event. */
export function buildOfEvent({ source, detail }: BuildEvent): string | undefined {
  const arn = detail?.['build-id'];
  return source === 'aws.codebuild' && typeof arn === 'string' ? BUILD_ARN.exec(arn)?.[1] : undefined;
}
