import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomResource, Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Config } from '#core/config/schema.ts';
import { CONFIG_FILE } from '../installation.ts';
import { BUNDLES } from './bundles.ts';
import type { Functions } from './functions.ts';

/** apply-config's bundle with the configuration beside it. */
export function configArchive(config: Config): Code {
  const directory = mkdtempSync(join(tmpdir(), 'bakewatch-config-'));
  copyFileSync(join(BUNDLES, 'apply-config.mjs'), join(directory, 'apply-config.mjs'));
  writeFileSync(join(directory, CONFIG_FILE), textOf(config));
  return Code.fromAsset(directory);
}

/** Puts the configuration into the ledger whenever it has changed; a deployment that cannot is rolled back. */
export class Configuration extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { config, functions, table }: { config: Config; functions: Functions; table: Table },
  ) {
    super(scope, id);
    const resource = new CustomResource(this, 'Applied', {
      resourceType: 'Custom::BakewatchConfiguration',
      serviceToken: functions.named('apply-config').functionArn,
      serviceTimeout: Duration.minutes(3),
      properties: { hash: createHash('sha256').update(textOf(config)).digest('hex') },
    });
    resource.node.addDependency(table, functions.named('apply-config'));
  }
}

/** How Bakewatch is installed is no business of its functions. */
const textOf = ({ services }: Config): string => JSON.stringify({ services });
