import type { Replies } from '#core/ports/replies.ts';

const SLACK = 'https://hooks.slack.com';
const PATIENCE_MS = 5_000;

/** Answered like that it is no use to ask again: the address is over, was used up, or never was one. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Posts to the addresses that Slack gives for answers, and to no other: they come signed, and all the same nobody can send us
 * anywhere else. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 *
 * `origin`: only on one machine, where Slack is an inbox.
 */
export function slackReplies(origin: string = SLACK): Replies {
  return {
    async say(responseUrl, { text, blocks }) {
      const url = URL.parse(responseUrl);
      if (url?.origin !== origin || url.username !== '' || url.password !== '') return 'gone';
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text, blocks }),
      });
      await response.body?.cancel();
      if (response.ok) return 'said';
      if (response.status < 500 && !LATER.has(response.status)) return 'gone';
      // Its address is a secret of its own: whoever has it may answer.
      throw new Error(`Slack did not take an answer: it answered ${response.status}.`);
    },
  };
}
