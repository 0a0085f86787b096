import type { ParameterType } from './dynalite-parts.ts';
import { validationError } from './dynamo-error.ts';

/**
 * Refuses a parameter that is misspelt or that DynamoDB has and dynalite has not: dynalite drops both in silence.
 * Throws a ValidationException that names it (`RequestItems.ledger[0].PutReqest`).
 */
export function refuseUnknown(input: object, types: Record<string, ParameterType>, path = ''): void {
  for (const [key, value] of Object.entries(input)) {
    const type = Object.hasOwn(types, key) ? types[key] : undefined;
    const name = path ? `${path}.${key}` : key;
    if (type === undefined) throw unknown(name, Object.keys(types));
    refuseInside(value, type, name);
  }
}

function refuseInside(value: unknown, type: ParameterType, path: string): void {
  if (typeof type === 'string' || typeof value !== 'object' || value === null) return;
  const { children } = type;
  if (children === undefined || typeof children === 'string') return;
  if (/Struct</.test(type.type)) {
    refuseUnknown(value, children as Record<string, ParameterType>, path);
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    refuseInside(child, children as ParameterType, at);
  }
}

const unknown = (path: string, known: string[]) =>
  validationError(`The parameter "${path}" is not supported here; these are: ${known.join(', ')}`);
