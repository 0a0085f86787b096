import type middy from '@middy/core';

export interface AskAgainOptions {
  /** What the sender is told: that nothing was kept, and to send it again. */
  message: string;
  /** The log line that counts the fault. */
  counted: () => string;
}

/**
 * Turns a fault into the answer that tells the sender that its request failed: only what was kept is answered with success,
 * and whoever sends again gets another chance. The fault itself goes to the log; the answer says nothing of it.
 */
export function askAgain({ message: said, counted }: AskAgainOptions): middy.MiddlewareObj {
  return {
    onError: (request) => {
      const { name, message } = request.error ?? new Error('unknown');
      console.error(JSON.stringify({ level: 'ERROR', message, error: name }));
      console.log(counted());
      const body = JSON.stringify({ message: said });
      request.error = Object.assign(new Error(body, { cause: request.error }), { statusCode: 503, expose: true });
    },
  };
}
