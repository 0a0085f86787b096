/**
 * GitHub can wrap the JSON in a form (`payload=...`), and Slack always does; the signature is over the form's bytes. Returns the bytes of the
 * field, percent signs undone byte by byte so that nothing is replaced on the way. Undefined when the body has not exactly
 * one such field, or a percent sign that begins no byte.
 */
export function formPayload(body: Uint8Array): Uint8Array | undefined {
  const fields = Buffer.from(body)
    .toString('latin1')
    .split('&')
    .filter((field) => field.startsWith(FIELD));
  const encoded = fields[0]?.slice(FIELD.length);
  if (fields.length !== 1 || encoded === undefined || /%(?![0-9A-Fa-f]{2})/.test(encoded)) return undefined;
  const decoded = encoded
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(decoded, 'latin1');
}

const FIELD = 'payload=';
