import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Clients } from './clients.ts';
import { unlessThere } from './unless-there.ts';

type Secrets = Pick<Clients, 'secretsManager'>;

/** The secret as it is; made with `value` when there is none. */
export async function keepSecret({ secretsManager }: Secrets, name: string, value: string): Promise<string> {
  await unlessThere(
    secretsManager.send(new CreateSecretCommand({ Name: name, SecretString: value })),
    'ResourceExistsException',
  );
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
  return SecretString ?? '';
}

/** The secret has this value afterwards, whatever it had. */
export async function setSecret(clients: Secrets, name: string, value: string): Promise<void> {
  if ((await keepSecret(clients, name, value)) === value) return;
  await clients.secretsManager.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
}
