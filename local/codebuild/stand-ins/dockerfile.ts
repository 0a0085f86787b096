import { posix } from 'node:path';
import { refusal } from './refusal.ts';

export interface Recipe {
  workingDir: string;
  /** From paths of the build's folder to an absolute path in the image, in order. */
  copies: { sources: string[]; target: string; into: boolean }[];
  env: Record<string, string>;
  entrypoint: string[];
  command: string[];
}

interface State extends Recipe {
  args: Record<string, string>;
  from: boolean;
}

/** Reads a Dockerfile of the small kind the stand-in can build. Throws a refusal that names line and instruction. */
export function readDockerfile(text: string, buildArgs: Record<string, string>): Recipe {
  const state: State = { workingDir: '/', copies: [], env: {}, entrypoint: [], command: [], args: {}, from: false };
  for (const { line, number } of logicalLines(text)) {
    const [, keyword = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
    const name = keyword.toUpperCase();
    const apply = Object.hasOwn(INSTRUCTIONS, name) ? INSTRUCTIONS[name] : undefined;
    if (!apply) throw refusal(`Dockerfile line ${number}: ${name} is not supported.`);
    if (!(state.from || name === 'FROM' || name === 'ARG'))
      throw refusal(`Dockerfile line ${number}: FROM must be first.`);
    try {
      apply(state, rest.trim(), buildArgs);
    } catch (error) {
      throw refusal(`Dockerfile line ${number}: ${(error as Error).message}`);
    }
  }
  if (!state.from) throw refusal('The Dockerfile has no FROM.');
  if (state.entrypoint.length + state.command.length === 0) throw refusal('The Dockerfile has no CMD.');
  return state;
}

type Instruction = (state: State, rest: string, buildArgs: Record<string, string>) => void;

const nothing: Instruction = () => {};

const INSTRUCTIONS: Record<string, Instruction> = {
  FROM(state, rest) {
    if (state.from) throw new Error('FROM a second time (multi-stage) is not supported.');
    const image = expand(rest, state)
      .replace(/^(--platform=\S+)\s+/, '')
      .replace(/\s+AS\s+\S+$/i, '');
    if (!/^(scratch|([\w.:-]+\/)*node(:[\w.-]+)?(@sha256:[0-9a-f]{64})?)$/.test(image)) {
      throw new Error(
        `FROM ${image} is not supported, only node images (the machine's own Node runs them) and scratch.`,
      );
    }
    state.from = true;
  },
  ARG(state, rest, buildArgs) {
    const [name = '', ...given] = rest.split('=');
    state.args[name] = buildArgs[name] ?? unquoted(expand(given.join('='), state));
  },
  ENV(state, rest) {
    for (const [name, value] of pairs(rest)) state.env[name] = expand(value, state);
  },
  WORKDIR(state, rest) {
    state.workingDir = posix.resolve(state.workingDir, unquoted(expand(rest, state)));
  },
  COPY(state, rest) {
    const words = rest.startsWith('[') ? jsonWords(rest) : rest.split(/\s+/);
    const flags = words.filter((word) => word.startsWith('--'));
    const foreign = flags.find((flag) => !/^--(chown|chmod)=/.test(flag));
    if (foreign) throw new Error(`COPY ${foreign} is not supported.`);
    const paths = words.filter((word) => !word.startsWith('--')).map((word) => expand(word, state));
    const target = paths.pop();
    if (!(target && paths.length > 0)) throw new Error('COPY needs a source and a target.');
    const into = target.endsWith('/') || target === '.' || paths.length > 1;
    state.copies.push({ sources: paths, target: posix.resolve(state.workingDir, target), into });
  },
  CMD(state, rest) {
    state.command = jsonWords(rest);
  },
  ENTRYPOINT(state, rest) {
    state.entrypoint = jsonWords(rest);
  },
  EXPOSE: nothing,
  LABEL: nothing,
  USER: nothing,
};

function jsonWords(text: string): string[] {
  const hint = 'only the JSON form ["program", "argument"] is supported.';
  if (!text.startsWith('[')) throw new Error(hint);
  const words: unknown = JSON.parse(text);
  if (!(Array.isArray(words) && words.every((word) => typeof word === 'string'))) throw new Error(hint);
  return words;
}

/** `A=1 B="two words"`, or the old `A one value`. */
function pairs(text: string): [string, string][] {
  if (!/^\w+=/.test(text)) {
    const [, name = '', value = ''] = /^(\w+)\s+([\s\S]*)$/.exec(text) ?? [];
    return [[name, value]];
  }
  const matches = text.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g);
  return [...matches].map(([, name = '', value = '']) => [name, unquoted(value)]);
}

const unquoted = (text: string): string => text.replace(/^(["'])([\s\S]*)\1$/, '$2');

/** `$NAME`, `${NAME}` and `${NAME:-default}`, from ENV and ARG. */
const expand = (text: string, state: State): string =>
  text.replace(/\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g, (_whole, plain, braced, fallback = '') => {
    const name = plain ?? braced;
    return state.env[name] ?? (state.args[name] || fallback);
  });

/** Lines without comments, joined where one ends in a backslash. */
function logicalLines(text: string): { line: string; number: number }[] {
  const lines: { line: string; number: number }[] = [];
  let open = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(raw)) continue;
    const last = lines.at(-1);
    const piece = raw.replace(/\\\s*$/, ' ').trim();
    if (open && last) last.line = `${last.line} ${piece}`.trim();
    else lines.push({ line: piece, number: index + 1 });
    open = /\\\s*$/.test(raw);
  }
  return lines;
}
