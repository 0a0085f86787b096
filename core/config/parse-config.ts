import { type Document, isNode, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type ConfigMistake, MOST_MISTAKES } from './config-mistake.ts';
import { explainIssue } from './explain-issue.ts';
import { findLine } from './find-line.ts';
import { type Config, configSchema } from './schema.ts';

export type ParsedConfig = { ok: true; config: Config } | { ok: false; mistakes: ConfigMistake[] };

const MOST_ALIASES = 20;

/** Parses `bakewatch.yaml`. Every mistake is reported at once, with its line; nothing is guessed, nothing is thrown. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, merge: false });
  const broken = [...document.errors, ...document.warnings].map((error) => sayYamlError(error, lines));
  if (broken.length > 0) return refuse(broken);
  const forbidden = forbiddenParts(document, lines);
  if (forbidden.length > 0) return refuse(forbidden);
  const plain = toPlain(document);
  if ('message' in plain) return refuse([{ line: 1, path: '', message: plain.message }]);
  const parsed = configSchema.safeParse(plain.value ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, config: parsed.data };
  const lineOfPath = (path: PropertyKey[]): number => findLine(document, lines, path);
  return refuse(parsed.error.issues.flatMap((issue) => explainIssue(issue, lineOfPath)));
}

function refuse(mistakes: ConfigMistake[]): ParsedConfig {
  const once = new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake]));
  return { ok: false, mistakes: [...once.values()].sort((a, b) => a.line - b.line).slice(0, MOST_MISTAKES) };
}

/**
 * Keys that JavaScript would take for something else, in silence or with a warning on the console; keys that are there twice (the
 * parser's own check compares each with each, which takes long for a file of many); and texts that cannot be stored as they are.
 */
function forbiddenParts(document: Document.Parsed, lines: LineCounter): ConfigMistake[] {
  const found: ConfigMistake[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        const wrong = whyForbidden(key, seen);
        if (wrong) found.push({ line: lineOf(key, lines), ...wrong });
      }
    },
    Scalar(_, scalar) {
      const message = whyUnstorable(scalar.value);
      if (message) found.push({ line: lineOf(scalar, lines), path: '', message });
    },
  });
  return found;
}

function whyUnstorable(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) return 'must be plain: a text, a number, true or false';
  const isHalf = typeof value === 'string' && !value.isWellFormed();
  return isHalf ? 'a text holds half of a character (`\\ud800`)' : undefined;
}

/** `seen` are the keys before it in the same block, as JavaScript will know them: `1` and `"1"` are one. */
function whyForbidden(key: unknown, seen: Set<string>): Omit<ConfigMistake, 'line'> | undefined {
  if (!isScalar(key) || whyUnstorable(key.value))
    return { path: '', message: 'a key must be a plain word, not a list, a block or an alias' };
  const name = String(key.value);
  if (name === '__proto__') return { path: '__proto__', message: 'is not known here' };
  if (seen.has(name)) return { path: '', message: 'this key is there twice' };
  seen.add(name);
  return undefined;
}

const lineOf = (node: unknown, lines: LineCounter): number =>
  lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0).line;

/** Aliases are resolved here: one that leads nowhere, or a bomb of them, is a mistake like any other. */
function toPlain(document: Document.Parsed): { value: unknown } | { message: string } {
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    const { message } = error as Error;
    return { message: /alias count/.test(message) ? `more than ${MOST_ALIASES} aliases of aliases` : message };
  }
}

function sayYamlError({ code, message, pos }: YAMLError, lines: LineCounter): ConfigMistake {
  return { line: lines.linePos(pos[0]).line, path: '', message: SAID[code] ?? firstLine(message) };
}

/** Where the parser speaks to programmers, we speak to whoever wrote the file. */
const SAID: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'tabs are not allowed as indentation: use spaces',
  MULTIPLE_DOCS: 'the file holds several documents: keep one',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
};

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? text;
