import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsCheckup } from '#adapters/aws/checkup.ts';
import { type Given, sdkConfig } from '#adapters/aws/inventory/access.ts';
import type { Checkup } from '#core/ports/checkup.ts';

/** Asks the account that these credentials are of. */
export function accountCheckup(given: Given): Checkup {
  const config = sdkConfig(given);
  return awsCheckup({
    cloudWatch: new CloudWatchClient(config),
    eventBridge: new EventBridgeClient(config),
    lambda: new LambdaClient(config),
    secretsManager: new SecretsManagerClient(config),
    stepFunctions: new SFNClient(config),
  });
}
