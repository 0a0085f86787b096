import { relative } from 'node:path';
import { findAccess } from '#adapters/aws/inventory/access.ts';
import { UserError } from '#local/installation/user-error.ts';
import type { Account } from '../connection.ts';
import { prepareEnvironment } from '../prepare-environment.ts';
import { readRunning } from '../read-running.ts';
import { type AccountFound, readAccount } from './read-account.ts';

export interface AskedAccount {
  region: string | undefined;
  account: AccountFound | undefined;
  notes: string[];
  place: string | undefined;
}

/** What is in the account of these credentials; or, where none are named and Bakewatch runs in `dir`, in that machine's. */
export async function askAccount(
  { profile, region, dir }: Account & { dir: string },
  service: string,
): Promise<AskedAccount> {
  const machine = profile || region ? undefined : await readRunning(dir);
  if (machine) useMachine(machine.aws);
  else prepareEnvironment(profile);
  const access = await findAccess({ region });
  if (!access.found && (profile || region))
    throw new UserError(
      `AWS cannot be asked: ${access.why}. Log in (aws sso login), or leave --profile and --region out.`,
    );
  if (!access.found)
    return { region: undefined, account: undefined, notes: [`AWS was not asked: ${access.why}`], place: undefined };
  const { awsInventory } = await import('#adapters/aws/inventory/read-inventory.ts');
  const account = await readAccount(awsInventory(access.given, undefined), service);
  const place = machine ? relative('.', dir) || '.' : access.region;
  return { region: access.region, account, notes: account.unasked, place };
}

/** As the SDK's own variables say it, so that every client goes there. */
function useMachine(endpoint: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'person',
    AWS_SECRET_ACCESS_KEY: 'none',
  });
  delete process.env['AWS_PROFILE'];
}
