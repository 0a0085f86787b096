import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

interface Settings {
  services: { hello: { stages: { name: string }[] } };
}

/** Leaves the sample one stage: for measurements that staging would only make longer. */
export function onlyProduction(file: string): void {
  const settings = parse(readFileSync(file, 'utf8')) as Settings;
  const { hello } = settings.services;
  hello.stages = hello.stages.filter(({ name }) => name === 'production');
  writeFileSync(file, stringify(settings));
}
