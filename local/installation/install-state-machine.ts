import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  PublishStateMachineVersionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { FUNCTIONS, functionName, STATE_MACHINE, STATE_MACHINE_ALIAS, substitution } from '#infra/installation.ts';
import { arn } from '../account.ts';
import type { Clients } from './clients.ts';
import { unlessThere } from './unless-there.ts';

const stateMachineArn = arn('states', `stateMachine:${STATE_MACHINE}`);
/** What releases are started by. */
export const stateMachineAliasArn = `${stateMachineArn}:${STATE_MACHINE_ALIAS}`;

const DEFINITION = fileURLToPath(new URL('../../statemachines/release.asl.json', import.meta.url));

/** Creates or updates the state machine, publishes it when it has changed, and has the alias name the newest version. */
export async function installStateMachine(
  { stepFunctions }: Pick<Clients, 'stepFunctions'>,
  file = DEFINITION,
): Promise<void> {
  const definition = readDefinition(file);
  const made = await unlessThere(
    stepFunctions.send(
      new CreateStateMachineCommand({
        name: STATE_MACHINE,
        definition,
        roleArn: arn('iam', 'role/bakewatch'),
        type: 'STANDARD',
      }),
    ),
    'StateMachineAlreadyExists',
  );
  const known = made ?? (await stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn })));
  if ('definition' in known && known.definition !== definition)
    await stepFunctions.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
  // A revision that was published before is the same version again.
  const { stateMachineVersionArn } = await stepFunctions.send(
    new PublishStateMachineVersionCommand({ stateMachineArn }),
  );
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  const named = await unlessThere(
    stepFunctions.send(new CreateStateMachineAliasCommand({ name: STATE_MACHINE_ALIAS, routingConfiguration })),
    'ConflictException',
  );
  if (!named)
    await stepFunctions.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
}

/**
 * The definition, with the functions' ARNs in place of their names, as CloudFormation substitutes them: each with a version, of which
 * there is only the newest here, so that the state machine needs the same permission for it as in an account.
 */
function readDefinition(file: string): string {
  const arns = new Map(
    FUNCTIONS.map(({ name }) => [substitution(name), arn('lambda', `function:${functionName(name)}:$LATEST`)]),
  );
  return readFileSync(file, 'utf8').replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => arns.get(name) ?? whole);
}
