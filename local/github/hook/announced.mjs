const LONGEST_LINE = 300;

/** What the pusher reads after `remote:`: one line, whatever the server said. */
export function announced({ status, answer, error }) {
  if (error !== undefined) {
    return oneLine(
      `Bakewatch did not answer (${error}). The push is kept and will be delivered when Bakewatch starts.`,
    );
  }
  const message = messageIn(answer);
  if (status >= 200 && status < 300) return oneLine(message ?? `Bakewatch took the push (${status}).`);
  return oneLine(`Bakewatch refused the push with ${status}: ${message ?? answer}. It is kept, to be delivered again.`);
}

function messageIn(answer) {
  try {
    const { message } = JSON.parse(answer);
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** No control character of an answer may reach a terminal. */
const oneLine = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, LONGEST_LINE);
