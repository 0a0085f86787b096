import { STSClient } from '@aws-sdk/client-sts';

type Credentials = STSClient['config']['credentials'];

/** What a person gave besides her environment; each goes before what the SDK would find there. */
export interface Given {
  region?: string | undefined;
  credentials?: Credentials | undefined;
}

export type Access = { found: true; given: Given; region: string } | { found: false; why: string };

/** As the SDK's clients take it, which distinguish what is absent from what is undefined. */
export const sdkConfig = ({ region, credentials }: Given) => ({
  ...(region ? { region } : {}),
  ...(credentials ? { credentials } : {}),
});

/**
 * Credentials and region as the SDK finds them, before anything is asked. The credentials are found once, for all clients: what
 * finds them may be a program that asks for a password. Never throws.
 */
export async function findAccess(given: Given): Promise<Access> {
  const { credentials, region: findRegion } = new STSClient(sdkConfig(given)).config;
  try {
    await credentials();
  } catch (error) {
    return { found: false, why: sayNone((error as Error).message) };
  }
  try {
    const region = await findRegion();
    return { found: true, given: { ...given, region, credentials }, region };
  } catch {
    return { found: false, why: 'no region was found' };
  }
}

/** An expired session says how it is renewed; that no provider had any says nothing more. */
function sayNone(message: string): string {
  const [first = ''] = message.split('\n');
  return /from any providers/.test(first) ? 'no credentials were found' : `no credentials: ${first.replace(/\.$/, '')}`;
}
