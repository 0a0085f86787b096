import * as z from 'zod';
import { configSchema } from './schema.ts';

/**
 * The JSON Schema of `bakewatch.yaml`, for editors: what people write, before defaults and durations are worked out.
 * Draft 7, because editors' YAML servers read no later one.
 */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'bakewatch.yaml', ...rest };
}
