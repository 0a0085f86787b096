import { type App, type Environment, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Config, InstallationConfig } from '#core/config/schema.ts';
import { partsOfRole, type Reach, reachOf, regionsOf } from './reach.ts';
import { SettingsError } from './settings.ts';
import { BakewatchStack } from './stacks/bakewatch-stack.ts';
import { EventsStack } from './stacks/events-stack.ts';
import { RoleStack } from './stacks/role-stack.ts';
import { SampleStack } from './stacks/sample-stack.ts';

/**
 * Every stack of an installation, held against cdk-nag's rules: a finding that nobody has acknowledged stops the synthesis.
 * `Bakewatch` itself; `BakewatchSample`, if it is asked for (`-c sample=true`); `BakewatchRole<account>...` for every role that it assumes; `BakewatchEvents<account><region>` for every other place where targets are.
 */
export function addStacks(app: App, config: Config, { sample }: { sample: boolean } = { sample: false }): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  new BakewatchStack(app, 'Bakewatch', { config, env: environmentOf(config.installation) });
  for (const reach of reachOf(config)) {
    if (isElsewhere(reach)) addRole(app, reach, config.installation);
    addEvents(app, reach, config.installation);
  }
  if (sample) addSample(app, config);
}

/** Where Bakewatch is; its one service is the sample's. */
function addSample(app: App, { installation, services }: Config): void {
  const repository = services['hello']?.repository.name;
  if (!repository)
    throw new SettingsError('The sample is the service `hello`: begin with examples/aws/bakewatch.yaml.');
  new SampleStack(app, 'BakewatchSample', { repository, env: environmentOf(installation) });
}

/** Only where it was said: otherwise the templates fit every account and region. */
const environmentOf = ({ account, region }: InstallationConfig): Environment => ({
  ...(account ? { account } : {}),
  ...(region ? { region } : {}),
});

const isElsewhere = (reach: Reach): reach is Reach & { role: string } => reach.role !== undefined;

function addRole(app: App, reach: Reach & { role: string }, { account, region, externalId }: InstallationConfig): void {
  if (!(account && region && externalId)) throw new Error(`Nobody said who comes to ${reach.role}.`);
  const there = partsOfRole(reach.role);
  const home = regionsOf(reach)[0] ?? region;
  new RoleStack(app, `BakewatchRole${there.account}${there.name.replaceAll(/\W/g, '')}`, {
    reach,
    from: { account, region, externalId },
    env: { account: there.account, region: home },
  });
}

/** One for each place, however many roles and targets are there. */
function addEvents(app: App, { role, ...reach }: Reach, installation: InstallationConfig): void {
  const account = role ? partsOfRole(role).account : installation.account;
  for (const region of regionsOf(reach).map((each) => each ?? installation.region)) {
    // Also by a role in Bakewatch's own account: a bus that sends on to itself would never come to an end.
    const isHere = account === installation.account && region === installation.region;
    const id = `BakewatchEvents${account ?? ''}${region?.replaceAll('-', '') ?? ''}`;
    if (isHere || app.node.tryFindChild(id)) continue;
    new EventsStack(app, id, {
      to: { account: installation.account, region: installation.region ?? '' },
      env: { ...(account ? { account } : {}), ...(region ? { region } : {}) },
    });
  }
}
