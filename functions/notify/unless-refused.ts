import { ChatRefused } from '#core/ports/chat.ts';
import { countRefused } from './count-refused.ts';

interface Logging {
  log: (line: string) => void;
  now: () => number;
}

/**
 * Goes on when Slack refuses a message for good: tried again for hours, it would hold up the messages of every other
 * service behind it. `log` gets the line that says so and counts it. Throws whatever may pass.
 */
export async function unlessRefused(
  saying: Promise<string>,
  event: { release: string; number: number },
  { log, now }: Logging,
): Promise<string> {
  try {
    return await saying;
  } catch (error) {
    if (!(error instanceof ChatRefused)) throw error;
    log(countRefused(event, error, now()));
    return 'refused';
  }
}
