import { createHash } from 'node:crypto';

/** What happened, in order: a few lines for people, and a hash over everything for machines. */
export interface Chronicle {
  /** A line of the story, in the words of the domain. */
  tell(text: string): void;
  /** Something that only has to be the same in every run. */
  trace(text: string): void;
  lines(): string[];
  /** Over all that was told and traced so far. */
  hash(): string;
  events(): number;
}

export function createChronicle(now: () => number, start: number): Chronicle {
  const hash = createHash('sha256');
  const lines: string[] = [];
  let events = 0;
  const trace = (text: string): void => {
    events += 1;
    hash.update(`${now()} ${text}\n`);
  };
  return {
    tell(text) {
      trace(text);
      lines.push(`${sayAt(now() - start)}  ${text}`);
    },
    trace,
    lines: () => lines,
    hash: () => hash.copy().digest('hex'),
    events: () => events,
  };
}

/** `1:02:03.4` since the begin. */
function sayAt(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${clock}.${Math.floor((ms % 1_000) / 100)}`;
}
