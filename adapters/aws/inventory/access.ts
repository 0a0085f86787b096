import { STSClient } from '@aws-sdk/client-sts';

/** What a person gave besides her environment; each goes before what the SDK would find there. */
export interface Given {
  profile?: string | undefined;
  region?: string | undefined;
}

export type Access = { found: true; region: string } | { found: false; why: string };

export const sdkConfig = ({ profile, region }: Given): Given => ({
  ...(profile ? { profile } : {}),
  ...(region ? { region } : {}),
});

/** Whether the SDK finds credentials and a region, before anything is asked. Never throws. */
export async function findAccess(given: Given): Promise<Access> {
  const { config } = new STSClient(sdkConfig(given) as { region?: string });
  try {
    await config.credentials();
  } catch (error) {
    return { found: false, why: sayNone((error as Error).message) };
  }
  try {
    return { found: true, region: await config.region() };
  } catch {
    return { found: false, why: 'no region was found' };
  }
}

/** An expired session says how it is renewed; that no provider had any says nothing more. */
function sayNone(message: string): string {
  const [first = ''] = message.split('\n');
  return /from any providers/.test(first) ? 'no credentials were found' : `no credentials: ${first.replace(/\.$/, '')}`;
}
