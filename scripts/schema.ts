import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configJsonSchema } from '#core/config/json-schema.ts';

/** Writes the JSON Schema that editors complete and check bakewatch.yaml with. Committed; a test says when it is old. */
const SCHEMA = fileURLToPath(new URL('../schema/bakewatch.schema.json', import.meta.url));

mkdirSync(new URL('../schema/', import.meta.url), { recursive: true });
writeFileSync(SCHEMA, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
console.log('wrote schema/bakewatch.schema.json');
