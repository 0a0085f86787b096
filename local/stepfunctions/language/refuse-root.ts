/** A node of JSONata's syntax tree, of which only what is needed here is named. */
type Node = Record<string, unknown>;

/** Members of a node that are evaluated against each item of what the node selects. */
const PER_ITEM = new Set(['predicate', 'stages', 'group']);

/**
 * Refuses what has no meaning in a state machine, where there is no root document: `$$`, and outside a path or predicate `$`
 * and bare field names. Returns the reason, or undefined when the expression is fine.
 */
export function refuseRoot(tree: unknown): string | undefined {
  return visit(tree, false);
}

function visit(value: unknown, insidePath: boolean): string | undefined {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return undefined;
  if (Array.isArray(value)) return firstReason(value.map((item) => [item, insidePath]));
  const node = value as Node;
  return refuse(node, insidePath) ?? firstReason(childrenOf(node, insidePath));
}

function refuse(node: Node, insidePath: boolean): string | undefined {
  if (node['type'] === 'variable' && node['value'] === '$') return "'$$' is not available; use $states.input.";
  if (insidePath) return undefined;
  if (node['type'] === 'variable' && node['value'] === '')
    return "'$' is not available at top level; use $states.input.";
  if (node['type'] === 'name') return `the field '${node['value']}' at top level refers to nothing; use $states.input.`;
  return undefined;
}

function childrenOf(node: Node, insidePath: boolean): [unknown, boolean][] {
  const { steps, ...others } = node;
  const entersItems = node['type'] === 'transform';
  return [
    ...(Array.isArray(steps) ? steps : []).map((step, i): [unknown, boolean] => [step, insidePath || i > 0]),
    ...Object.entries(others).map(([name, child]): [unknown, boolean] => [
      child,
      insidePath || entersItems || PER_ITEM.has(name),
    ]),
  ];
}

function firstReason(children: [unknown, boolean][]): string | undefined {
  for (const [child, insidePath] of children) {
    const reason = visit(child, insidePath);
    if (reason) return reason;
  }
  return undefined;
}
