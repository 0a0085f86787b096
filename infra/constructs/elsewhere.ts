import { Aws, CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Lets other accounts send on what their ECS and CloudWatch tell: it wakes and decides nothing. */
export function takeEventsFrom(scope: Construct, accounts: string[]): void {
  for (const account of accounts)
    new CfnResource(scope, `EventsFrom${account}`, {
      type: 'AWS::Events::EventBusPolicy',
      properties: {
        StatementId: `bakewatch-events-from-${account}`,
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: `arn:${Aws.PARTITION}:iam::${account}:root` },
          Action: 'events:PutEvents',
          Resource: `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/default`,
        },
      },
    });
}
