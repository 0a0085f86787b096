import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { hostsOf } from '#core/config/hosts-of.ts';
import type { Config } from '#core/config/schema.ts';
import { Configuration, configArchive } from '../constructs/configuration.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { takeEventsFrom } from '../constructs/elsewhere.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { Functions } from '../constructs/functions.ts';
import { configureHandOver } from '../constructs/hand-over.ts';
import { Ledger } from '../constructs/ledger.ts';
import { showOutputs } from '../constructs/outputs.ts';
import { Overview } from '../constructs/overview.ts';
import { ReleaseMachine } from '../constructs/release-machine.ts';
import { Secrets } from '../constructs/secrets.ts';
import { connectStreams } from '../constructs/streams.ts';
import { WakeUps } from '../constructs/wake-ups.ts';
import { Watch } from '../constructs/watch.ts';
import { partsOfRole, reachOf } from '../reach.ts';
import { variablesFor } from '../variables.ts';

/** Bakewatch in an account: the ledger, the functions, the state machine, what wakes them, and what watches over them. */
export class BakewatchStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: StackProps & { config: Config }) {
    super(scope, id, {
      description: 'Bakewatch: continuous deployment for Amazon ECS that watches what it deployed.',
      ...props,
    });
    const [, ...elsewhere] = reachOf(config);
    const accounts = [...new Set(elsewhere.map(({ role = '' }) => partsOfRole(role).account))].filter(
      (account) => account !== config.installation.account,
    );
    const { table } = new Ledger(this, 'Ledger');
    const { queue } = new DeadLetters(this, 'DeadLetters');
    const hosts = hostsOf(config);
    new Secrets(this, 'Secrets', { hosts });
    const functions = new Functions(this, 'Functions', {
      config,
      variables: variablesFor(config, Aws.REGION),
      code: { 'apply-config': configArchive(config) },
    });
    const { machine } = new ReleaseMachine(this, 'Release', { config, functions });
    connectStreams(functions, table, queue);
    configureHandOver(functions, queue, hosts);
    new WakeUps(this, 'WakeUps', { functions, deadLetters: queue, hosts, accounts });
    takeEventsFrom(this, accounts);
    new Configuration(this, 'Configuration', { config, functions, table });
    const door = new FrontDoor(this, 'FrontDoor', { functions, installation: config.installation, hosts });
    const { stateMachineArn } = machine;
    const watch = new Watch(this, 'Watch', {
      installation: config.installation,
      stateMachineArn,
      deadLetters: queue,
      hosts,
    });
    const widgets = functions.named('show-widget');
    new Overview(this, 'Overview', { watch, widgets, stateMachineArn, hosts });
    showOutputs(this, { config, door, machine, widgets });
  }
}
