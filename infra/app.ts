import { App } from 'aws-cdk-lib';
import { addStacks } from './add-stacks.ts';
import { readSettings, SettingsError } from './settings.ts';

/** `npx cdk deploy`: synthesises the installation that `bakewatch.yaml` (or `-c config=<file>`) describes. Needs no credentials. */
try {
  const app = new App();
  const settings = readSettings(app.node.tryGetContext('config') ?? 'bakewatch.yaml');
  addStacks(app, settings, { sample: String(app.node.tryGetContext('sample')) === 'true' });
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
