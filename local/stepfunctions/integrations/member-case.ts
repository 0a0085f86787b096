import { isObject, type Json } from '../json.ts';

/** SDK members as Step Functions shows them: `buildStatus` -> `BuildStatus`, dates as epoch ms, undefined left out. */
export function toPascalCase(value: unknown): Json {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(toPascalCase);
  if (!isObject(value)) return (value ?? null) as Json;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [upperFirst(name), toPascalCase(member)]));
}

/** Arguments of a task as the SDK takes them: `ProjectName` -> `projectName`. */
export function toCamelCase(value: Json): Json {
  if (Array.isArray(value)) return value.map(toCamelCase);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [lowerFirst(name), toCamelCase(member)]));
}

const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
