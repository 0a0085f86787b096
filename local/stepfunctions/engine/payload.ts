import { Buffer } from 'node:buffer';
import type { Json } from '../json.ts';
import { ERRORS, StateFault } from '../language/failure.ts';

/** 256 KiB: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_PAYLOAD_BYTES = 262_144;

export const isTooLarge = (text: string): boolean =>
  text.length > MAX_PAYLOAD_BYTES ||
  (text.length * 3 > MAX_PAYLOAD_BYTES && Buffer.byteLength(text) > MAX_PAYLOAD_BYTES);

/** The JSON text of a payload. Throws States.DataLimitExceeded, in AWS's words, when it is over the limit. `what` is the state or task. */
export function payloadText(value: Json, what: string): string {
  const text = JSON.stringify(value);
  if (isTooLarge(text)) throw new StateFault(ERRORS.dataLimitExceeded, tooLarge(what));
  return text;
}

export const tooLarge = (what: string): string =>
  `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;
