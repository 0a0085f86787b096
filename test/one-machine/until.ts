import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until there is an answer. Rejects after `withinMs`, saying what was waited for and what is there instead. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  withinMs = 20_000,
  instead: () => Promise<string> | string = () => '',
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= deadline) throw new Error(`Waited ${withinMs} ms for ${what}. ${await instead()}`);
    await sleep(25);
  }
}
