import type { Machine } from '../store/machines.ts';
import type { ApiContext } from './context.ts';
import { machineDoesNotExist } from './errors.ts';
import { machineOf } from './state-machines.ts';

/** What an execution is started of, and by which of its names. */
export interface StartedMachine extends Machine {
  versionArn?: string;
  aliasArn?: string;
}

const QUALIFIED = /^(arn:.*:stateMachine:[^:]+):[^:]+$/;

/**
 * The machine of an ARN that may name a version or an alias of it: then as it was when that version was published.
 * Throws InvalidArn, or StateMachineDoesNotExist.
 */
export function startedMachine(context: ApiContext, arn: string): StartedMachine {
  const [, machineArn] = QUALIFIED.exec(arn) ?? [];
  if (!machineArn) return machineOf(context, arn);
  const { versions } = context.store;
  const alias = versions.getAlias(arn);
  const version = versions.get(alias?.versionArn ?? arn);
  if (!version) throw machineDoesNotExist(arn);
  const { definitionHash, roleArn, revision } = version;
  return {
    ...machineOf(context, machineArn),
    definitionHash,
    roleArn,
    revision,
    updatedAt: version.createdAt,
    versionArn: version.arn,
    ...(alias ? { aliasArn: alias.arn } : {}),
  };
}
