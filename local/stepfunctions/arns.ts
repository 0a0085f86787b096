import { arn } from '#local/account.ts';

export const machineArn = (name: string): string => arn('states', `stateMachine:${name}`);

export const executionArn = (machineName: string, name: string): string =>
  arn('states', `execution:${machineName}:${name}`);
