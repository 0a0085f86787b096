/** What becomes of one call of a port, as the caller sees it and as the world does. */
export const CALL_FAULTS = [
  'before',
  'after',
  'throttled',
  'slow',
  'late',
  'crash before',
  'crash after',
  'freeze before',
  'freeze after',
  'hang',
] as const;
/** What becomes of an invocation of a function on its way from Step Functions and back. */
export const INVOKE_FAULTS = ['throttled', 'lost', 'twice'] as const;
/** What becomes of a message between two services. */
export const HOP_FAULTS = ['drop', 'twice', 'delay'] as const;

/** GitHub loses few; what it loses never becomes a release as long as nobody looks for missed pushes. */
export const WEBHOOK_FAULTS = ['drop', 'twice', 'twice', 'delay', 'delay', 'delay'] as const;

/** `ms` is how long a slow, late, frozen or delayed one takes. */
export interface Fault<Kind extends string = string> {
  kind: Kind;
  ms: number;
}

/** `slow 3000`: how a story file spells it. */
export const spellFault = ({ kind, ms }: Fault): string => (ms > 0 ? `${kind} ${ms}` : kind);

export function readFault(text: string): Fault {
  const [, kind = text, ms = '0'] = /^(.*?)(?: (\d+))?$/.exec(text) ?? [];
  return { kind, ms: Number(ms) };
}
