import { type Document, isNode, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { ConfigMistake } from './config-mistake.ts';
import { explainIssue } from './explain-issue.ts';
import { type Config, configSchema } from './schema.ts';

export type ParsedConfig = { ok: true; config: Config } | { ok: false; mistakes: ConfigMistake[] };

/** More than anybody mends in one go: the rest is mostly the echo of the first. */
const MOST_MISTAKES = 50;
const MOST_ALIASES = 20;

/** Parses `bakewatch.yaml`. Every mistake is reported at once, with its line; nothing is guessed, nothing is thrown. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
  const broken = [...document.errors, ...document.warnings].map((error) => sayYamlError(error, lines));
  if (broken.length > 0) return refuse(broken);
  const forbidden = forbiddenKeys(document, lines);
  if (forbidden.length > 0) return refuse(forbidden);
  const plain = toPlain(document);
  if ('message' in plain) return refuse([{ line: 1, path: '', message: plain.message }]);
  const parsed = configSchema.safeParse(plain.value ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, config: parsed.data };
  const lineOf = (path: PropertyKey[]): number => findLine(document, lines, path);
  return refuse(parsed.error.issues.flatMap((issue) => explainIssue(issue, lineOf)));
}

function refuse(mistakes: ConfigMistake[]): ParsedConfig {
  const once = new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake]));
  return { ok: false, mistakes: [...once.values()].sort((a, b) => a.line - b.line).slice(0, MOST_MISTAKES) };
}

/** Keys that JavaScript would take for something else: in silence, or with a warning on the console. */
function forbiddenKeys(document: Document.Parsed, lines: LineCounter): ConfigMistake[] {
  const found: ConfigMistake[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isNode(key)) return;
      const { line } = lines.linePos(key.range?.[0] ?? 0);
      if (!isScalar(key))
        found.push({ line, path: '', message: 'a key must be a plain word, not a list, a block or an alias' });
      else if (key.value === '__proto__') found.push({ line, path: '__proto__', message: 'is not known here' });
    },
  });
  return found;
}

/** Aliases are resolved here: one that leads nowhere, or a bomb of them, is a mistake like any other. */
function toPlain(document: Document.Parsed): { value: unknown } | { message: string } {
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    const { message } = error as Error;
    return { message: /alias count/.test(message) ? `more than ${MOST_ALIASES} aliases of aliases` : message };
  }
}

/** The line of the deepest part of the path that is in the file. */
function findLine(document: Document.Parsed, lines: LineCounter, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function sayYamlError({ code, message, pos }: YAMLError, lines: LineCounter): ConfigMistake {
  return { line: lines.linePos(pos[0]).line, path: '', message: SAID[code] ?? firstLine(message) };
}

/** Where the parser speaks to programmers, we speak to whoever wrote the file. */
const SAID: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'tabs are not allowed as indentation: use spaces',
  DUPLICATE_KEY: 'this key is there twice',
  MULTIPLE_DOCS: 'the file holds several documents: keep one',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
};

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? text;
