import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Place } from '#core/ports/inventory.ts';
import { clientConfig } from '../client-config.ts';
import { type Given, sdkConfig } from './access.ts';

export type Clients = ReturnType<typeof makeClients>;

/** The clients of each place, made when first needed; those of another account come there through its role. */
export function clientsAt(given: Given, externalId: string | undefined): (place: Place) => Clients {
  const known = new Map<string, Clients>();
  return (place) => {
    const key = JSON.stringify([place.region, place.role]);
    const clients = known.get(key) ?? makeClients(given, externalId, place);
    known.set(key, clients);
    return clients;
  };
}

function makeClients(given: Given, externalId: string | undefined, { region = given.region, role }: Place) {
  const here = { ...clientConfig, ...sdkConfig({ ...given, region }) };
  const sts = new STSClient(here);
  const config = role ? { ...here, credentials: () => assume(sts, role, externalId) } : here;
  return {
    cloudWatch: new CloudWatchClient(config),
    codeBuild: new CodeBuildClient(config),
    ecr: new ECRClient(config),
    ecs: new ECSClient(config),
    iam: new IAMClient(config),
    logs: new CloudWatchLogsClient(config),
    /** Asks with what this place was entered with. */
    sts: new STSClient(config),
  };
}

async function assume(sts: STSClient, RoleArn: string, ExternalId: string | undefined) {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: 'bakewatch-validate',
      DurationSeconds: 900,
      ...(ExternalId ? { ExternalId } : {}),
    }),
  );
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken } = Credentials ?? {};
  const expiration = Credentials?.Expiration;
  return {
    accessKeyId,
    secretAccessKey,
    ...(SessionToken ? { sessionToken: SessionToken } : {}),
    ...(expiration ? { expiration } : {}),
  };
}
