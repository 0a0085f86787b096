import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseConfig } from '#core/config/parse-config.ts';
import { addStacks } from '#infra/add-stacks.ts';

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
}

/** The templates of an installation by their stacks' names, as `cdk synth` writes them. */
export function synthesise(yaml: string, { sample = false } = {}): Record<string, Template> {
  const parsed = parseConfig(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const outdir = mkdtempSync(join(tmpdir(), 'bakewatch-synth-'));
  try {
    const app = new App({ outdir });
    addStacks(app, parsed.config, { sample });
    const { stacks } = app.synth();
    return Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, Template.fromJSON(template)]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export const exampleYaml = (): string =>
  readFileSync(new URL('../../examples/aws/bakewatch.yaml', import.meta.url), 'utf8');

export const resourcesOf = (template: Template | undefined, type?: string): [string, Resource][] =>
  Object.entries((template?.toJSON()['Resources'] ?? {}) as Record<string, Resource>).filter(
    ([, resource]) => type === undefined || resource.Type === type,
  );
