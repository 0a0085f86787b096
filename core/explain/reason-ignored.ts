import type { ServiceFacts } from './facts.ts';

/** Why no push of the commit became a release of this service; undefined when none came, or when one did. */
export function reasonIgnored({ service, pushes }: Pick<ServiceFacts, 'service' | 'pushes'>): string | undefined {
  const [push] = [...pushes].sort((a, b) => b.at - a.at);
  if (!push || push.releases.some((id) => id.startsWith(`${service}#`))) return undefined;
  const reasons = push.message.replace(/^ignored: /, '').split('; ');
  // One message for all services of the repository: what names this one is about it.
  const own = reasons.filter((reason) => reason.split(/[^a-z0-9-]+/).includes(service));
  if (own.length > 0 && push.releases.length === 0) return own.join('; ');
  return push.releases.length > 0 ? `its push concerned ${push.releases.join(', ')} only` : push.message;
}
