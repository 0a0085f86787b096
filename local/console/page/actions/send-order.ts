import type { Command, Seen } from '#core/commands/command.ts';

export interface Ordered {
  id: string;
  by: string;
  reason: string;
  command: Command;
  seen?: Seen | undefined;
}

/** `unsure`: nobody knows whether it was done, and the same order may be sent again. */
export interface Outcome {
  kind: 'done' | 'refused' | 'unsure';
  message: string;
}

/** Sends a person's order, and says what became of it. Never throws. */
export async function sendOrder(order: Ordered): Promise<Outcome> {
  try {
    const response = await fetch('/api/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(order),
    });
    const { done, message = `The console answered ${response.status}.` } = (await response.json()) as {
      done?: boolean;
      message?: string;
    };
    if (response.status >= 500) return { kind: 'unsure', message };
    return { kind: done ? 'done' : 'refused', message };
  } catch (error) {
    return { kind: 'unsure', message: `The console does not answer: ${(error as Error).message}.` };
  }
}
