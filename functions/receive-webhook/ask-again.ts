import type middy from '@middy/core';
import { countAnswer } from './count-answer.ts';

/**
 * Turns a fault into the answer that tells GitHub the delivery failed: only what was stored is answered with success, and
 * whoever redelivers gets another chance. The fault itself goes to the log; the answer says nothing of it.
 */
export function askAgain(): middy.MiddlewareObj {
  return {
    onError: (request) => {
      const { name, message } = request.error ?? new Error('unknown');
      console.error(JSON.stringify({ level: 'ERROR', message, error: name }));
      console.log(countAnswer({ status: 503 }, Date.now()));
      const said = JSON.stringify({ message: 'the webhook could not be stored: deliver it again' });
      request.error = Object.assign(new Error(said, { cause: request.error }), { statusCode: 503, expose: true });
    },
  };
}
