import type { Field, FieldType } from '#cli/json-shapes.ts';

interface Node {
  type?: FieldType;
  isOptional: boolean;
  isList: boolean;
  fields: Map<string, Node>;
}

/** What of a value is not as the fields say: a field that is missing, of another type, or not documented. Empty: all is. */
export function whyNotShaped(value: unknown, fields: readonly Field[]): string[] {
  const root: Node = { isOptional: false, isList: false, fields: new Map() };
  for (const [path, type] of fields) {
    let node = root;
    for (const part of path.split('.')) node = enter(node, part);
    node.type = type;
  }
  return complain(value, root, '');
}

function enter(node: Node, part: string): Node {
  const name = part.replace(/[?[\]]/g, '');
  const known: Node = node.fields.get(name) ?? { isOptional: false, isList: false, fields: new Map() };
  known.isOptional ||= part.includes('?');
  known.isList ||= part.includes('[]');
  if (name === '') {
    node.isList = true;
    return node;
  }
  node.fields.set(name, known);
  return known;
}

const IS: Record<FieldType, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  moment: (value) => typeof value === 'number' && value > 1e12,
  ms: (value) => typeof value === 'number',
  'true or false': (value) => typeof value === 'boolean',
  texts: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
};

function complain(value: unknown, node: Node, at: string): string[] {
  if (node.isList) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((each, i) => complain(each, { ...node, isList: false }, `${at}[${i}]`));
  }
  if (node.type) return IS[node.type](value) ? [] : [`${at} is no ${node.type}`];
  if (!IS.object(value)) return [`${at} is no object`];
  const given = value as Record<string, unknown>;
  const unknown = Object.keys(given).filter((key) => !node.fields.has(key));
  const wrong = [...node.fields].flatMap(([key, child]) => {
    if (given[key] !== undefined) return complain(given[key], child, `${at}.${key}`);
    return child.isOptional ? [] : [`${at}.${key} is missing`];
  });
  return [...unknown.map((key) => `${at}.${key} is not documented`), ...wrong];
}
