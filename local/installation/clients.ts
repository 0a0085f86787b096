import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { REGION } from '../account.ts';

/** The unchanged SDK clients, pointed at AWS on one machine. */
export function clientsFor(endpoint: string) {
  const config = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'installer', secretAccessKey: 'none' },
    maxAttempts: 2,
  };
  return {
    cloudWatch: new CloudWatchClient(config),
    codeBuild: new CodeBuildClient(config),
    dynamoDb: new DynamoDBClient(config),
    ecr: new ECRClient(config),
    ecs: new ECSClient(config),
    eventBridge: new EventBridgeClient(config),
    lambda: new LambdaClient(config),
    secretsManager: new SecretsManagerClient(config),
    stepFunctions: new SFNClient(config),
  };
}

export type Clients = ReturnType<typeof clientsFor>;
