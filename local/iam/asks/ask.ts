import type { IamRequest } from '../iam-request.ts';
import type { Input } from '../service-call.ts';

/** What the services know and a call does not say. */
export interface Facts {
  /** The whole ARN of a secret, with the six characters that nobody can know before. */
  secretArn(nameOrArn: string): string | undefined;
  taskDefinition(nameOrArn: string): TaskDefinitionFacts | undefined;
  /** The attribute that a table is partitioned by. */
  partitionKey(table: string): string | undefined;
}

export interface TaskDefinitionFacts {
  arn: string;
  taskRoleArn?: string | undefined;
  executionRoleArn?: string | undefined;
}

/** What IAM is asked for one operation. */
export type Ask = (input: Input, facts: Facts) => IamRequest[];

export const request = (action: string, resource: string, context: IamRequest['context'] = {}): IamRequest => ({
  action,
  resource,
  context,
});
