import { ChatRefused } from '#core/ports/chat.ts';

/**
 * Goes on when Slack refuses a message for good: tried again for hours, it would hold up the messages of every other
 * service behind it. `log` gets the line that says so. Throws whatever may pass.
 */
export async function unlessRefused(
  saying: Promise<string>,
  { release, number }: { release: string; number: number },
  log: (line: string) => void,
): Promise<string> {
  try {
    return await saying;
  } catch (error) {
    if (!(error instanceof ChatRefused)) throw error;
    log(JSON.stringify({ level: 'ERROR', release, event: number, error: error.name, message: error.message }));
    return 'refused';
  }
}
