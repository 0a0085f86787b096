import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { type Config, configSchema } from './schema.ts';

export interface ConfigMistake {
  /** 1-based line in the file. */
  line: number;
  /** `services.hello.stages[1].bake.alarms` */
  path: string;
  message: string;
}

export type ParsedConfig = { ok: true; config: Config } | { ok: false; mistakes: ConfigMistake[] };

/** Parses `bakewatch.yaml`. Every mistake is reported at once, with its line; nothing is guessed. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
  if (document.errors.length > 0) {
    const mistakes = document.errors.map((e) => ({
      line: lines.linePos(e.pos[0]).line,
      path: '',
      message: firstLine(e.message),
    }));
    return { ok: false, mistakes };
  }
  const parsed = configSchema.safeParse(document.toJS({ maxAliasCount: 20 }) ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, config: parsed.data };
  const lineOf = (path: PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const mistakes = parsed.error.issues.flatMap((issue) => explain(issue, lineOf));
  return { ok: false, mistakes: mistakes.sort((a, b) => a.line - b.line) };
}

function explain(issue: z.core.$ZodIssue, lineOf: (path: PropertyKey[]) => number): ConfigMistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return {
        line: lineOf(path),
        path: showPath(path),
        message: 'this key is not known here: remove it or mend its spelling',
      };
    });
  }
  if (issue.code === 'invalid_union') {
    const nearest = [...issue.errors].sort((a, b) => unknownKeys(a) - unknownKeys(b) || a.length - b.length)[0] ?? [];
    return nearest.flatMap((inner) =>
      explain({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, lineOf),
    );
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    const inner = issue.issues[0]?.message ?? issue.message;
    return [{ line: lineOf(issue.path), path: showPath(issue.path), message: inner }];
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  const message = missing ? `is missing (expected ${issue.expected})` : issue.message;
  return [{ line: lineOf(issue.path), path: showPath(issue.path), message }];
}

const unknownKeys = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.filter((i) => i.code === 'unrecognized_keys').length;

const showPath = (path: PropertyKey[]): string =>
  path.reduce<string>(
    (shown, part) =>
      typeof part === 'number' ? `${shown}[${part}]` : shown ? `${shown}.${String(part)}` : String(part),
    '',
  );

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? text;
