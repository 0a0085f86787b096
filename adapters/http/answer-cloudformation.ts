import { setTimeout as sleep } from 'node:timers/promises';

/** What CloudFormation asks of a custom resource, as far as it is answered. */
interface Asked {
  RequestType: 'Create' | 'Update' | 'Delete';
  ResponseURL: string;
  StackId: string;
  RequestId: string;
  LogicalResourceId: string;
  PhysicalResourceId?: string;
}

const TRIES = 4;
const LONGEST_REASON = 500;

/**
 * Does what a custom resource is for and tells CloudFormation how it went: without an answer a deployment waits for an hour. Throws when
 * CloudFormation could not be told.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function answerCloudFormation<Result>(
  asked: Asked,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  const { StackId, RequestId, LogicalResourceId } = asked;
  // The same for ever: another would make CloudFormation delete what it takes for the old one.
  const PhysicalResourceId = asked.PhysicalResourceId ?? LogicalResourceId;
  const told = (outcome: object): Promise<void> =>
    put(asked.ResponseURL, JSON.stringify({ ...outcome, PhysicalResourceId, StackId, RequestId, LogicalResourceId }));
  let result: Result;
  try {
    result = await run();
  } catch (error) {
    const { name, message } = error as Error;
    await told({ Status: 'FAILED', Reason: `${name}: ${message}`.slice(0, LONGEST_REASON) });
    return undefined;
  }
  await told({ Status: 'SUCCESS' });
  return result;
}

async function put(url: string, body: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(url, {
      method: 'PUT',
      body,
      headers: { 'content-type': '' },
      signal: AbortSignal.timeout(5_000),
    }).catch((error: Error) => error);
    if (answer instanceof Response && answer.ok) return;
    const why = answer instanceof Response ? `HTTP ${answer.status}` : answer.message;
    if (attempt === TRIES) throw new Error(`CloudFormation could not be told: ${why}.`);
    await sleep(500 * 2 ** attempt);
  }
}
