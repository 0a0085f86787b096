import type { Tokens } from '#core/ports/tokens.ts';

export interface MemoryTokens extends Tokens {
  /** The token of a task that has just begun to wait. */
  issue(): string;
  /** The task that waits for it times out. */
  timeOut(token: string): void;
  /** What it was answered with; undefined while its task waits, and after a timeout. */
  answerOf(token: string): unknown;
}

/** Task tokens in memory: each is answered at most once. */
export function memoryTokens(): MemoryTokens {
  const waiting = new Set<string>();
  const answers = new Map<string, unknown>();
  let serial = 0;
  return {
    async answer(token, output) {
      if (!waiting.delete(token)) return 'gone';
      answers.set(token, structuredClone(output));
      return 'answered';
    },
    issue() {
      serial += 1;
      waiting.add(`token-${serial}`);
      return `token-${serial}`;
    },
    timeOut: (token) => void waiting.delete(token),
    answerOf: (token) => answers.get(token),
  };
}
