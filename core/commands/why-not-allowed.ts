import type { CommandKind, ServiceConfig } from '../config/schema.ts';
import { type Identity, mayDo, nameOf } from '../people/who.ts';

interface Governed {
  service: string;
  config: Pick<ServiceConfig, 'people' | 'may'>;
}

/** Why this person may not do this now; undefined when she may, in every service that it concerns. */
export function whyNotAllowed(services: Governed[], kind: CommandKind, by: Identity): string | undefined {
  const refusing = services.find(({ config }) => !mayDo(config, kind, nameOf(config, by)));
  if (!refusing) return undefined;
  const { service, config } = refusing;
  const allowed = config.may?.[kind] ?? config.may?.everything ?? [];
  return `${nameOf(config, by)} may not ${kind} in ${service}: ${allowed.join(', ')} may`;
}
