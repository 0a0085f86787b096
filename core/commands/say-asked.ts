import { sayFreezeScope } from '../admission/freezes.ts';
import type { CommandRecord } from '../ledger/items.ts';
import { sayMoment } from '../words/say-time.ts';

/** What somebody asked for, on one line: `rollback hello production to #4`, `freeze everything until …`. */
export function sayAsked({ kind, command }: Pick<CommandRecord, 'kind' | 'command'>): string {
  const { release, service, stage, to, revisions, sha, until } = command;
  const text = (value: unknown): string[] => (value === undefined ? [] : [String(value)]);
  const where =
    kind === 'freeze' || kind === 'unfreeze' ? [scopeOf(service, stage)] : [...text(service), ...text(stage)];
  return [
    kind,
    ...text(release),
    ...where,
    ...text(to).map((number) => `to #${number}`),
    ...(Array.isArray(revisions) ? revisions.map(String) : []),
    ...text(sha),
    ...(typeof until === 'number' ? [`until ${sayMoment(until)}`] : []),
  ].join(' ');
}

const scopeOf = (service: unknown, stage: unknown): string =>
  sayFreezeScope({
    ...(typeof service === 'string' ? { service } : {}),
    ...(typeof stage === 'string' ? { stage } : {}),
  });
