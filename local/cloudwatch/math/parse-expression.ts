/** A metric math expression as a tree. `id` is another query of the same request. */
export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'id'; id: string }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression };

/** Loosest first (CloudWatch, "metric math syntax and functions"). */
const PRECEDENCE = [['||', 'OR'], ['&&', 'AND'], ['==', '!=', '<=', '>=', '<', '>'], ['+', '-'], ['*', '/'], ['^']];

const TOKEN = /\s*(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[A-Za-z][A-Za-z0-9_]*|\|\||&&|[=!<>]=|[-+*/^<>(),[\]])/y;

interface Tokens {
  peek(): string | undefined;
  take(expected?: string): string;
}

/** Throws an Error that says what stands where it should not. */
export function parseExpression(text: string): Expression {
  const tokens = tokenize(text);
  const expression = parseBinary(tokens, 0);
  if (tokens.peek() !== undefined) throw new Error(`"${tokens.peek()}" is unexpected`);
  return expression;
}

/** The ids of the queries an expression reads. */
export function idsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'id':
      return [expression.id];
    case 'list':
      return expression.items.flatMap(idsOf);
    case 'call':
      return expression.args.flatMap(idsOf);
    case 'binary':
      return [...idsOf(expression.left), ...idsOf(expression.right)];
  }
}

function tokenize(text: string): Tokens {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    found.push(match[1] ?? '');
    end = TOKEN.lastIndex;
  }
  if (text.slice(end).trim()) throw new Error(`"${text.slice(end).trim()}" is not understood`);
  let at = 0;
  return {
    peek: () => found[at],
    take(expected) {
      const token = found[at];
      if (token === undefined) throw new Error('the expression ends too early');
      if (expected !== undefined && token !== expected) throw new Error(`"${expected}" expected instead of "${token}"`);
      at += 1;
      return token;
    },
  };
}

function parseBinary(tokens: Tokens, level: number): Expression {
  const operators = PRECEDENCE[level];
  if (!operators) return parseUnary(tokens);
  let left = parseBinary(tokens, level + 1);
  while (operators.includes(tokens.peek() ?? '')) {
    const operator = tokens.take();
    left = { kind: 'binary', operator, left, right: parseBinary(tokens, level + 1) };
  }
  return left;
}

function parseUnary(tokens: Tokens): Expression {
  if (tokens.peek() !== '-') return parsePrimary(tokens);
  tokens.take();
  return { kind: 'binary', operator: '-', left: { kind: 'number', value: 0 }, right: parseUnary(tokens) };
}

function parsePrimary(tokens: Tokens): Expression {
  const token = tokens.take();
  if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
  if (token === '(') {
    const inner = parseBinary(tokens, 0);
    tokens.take(')');
    return inner;
  }
  if (token === '[') return { kind: 'list', items: parseList(tokens, ']') };
  if (/^[a-z]/.test(token)) return { kind: 'id', id: token };
  if (/^[A-Z]/.test(token) && tokens.peek() === '(') {
    tokens.take('(');
    return { kind: 'call', name: token, args: parseList(tokens, ')') };
  }
  throw new Error(`"${token}" is unexpected`);
}

function parseList(tokens: Tokens, end: string): Expression[] {
  const items: Expression[] = [];
  while (tokens.peek() !== end) {
    if (items.length > 0) tokens.take(',');
    items.push(parseBinary(tokens, 0));
  }
  tokens.take(end);
  return items;
}
