/** What is read of an event on the bus; nothing in it is believed. */
export interface AnnouncedEvent {
  source?: unknown;
  detail?: { customData?: { release?: unknown } };
}

/** The release that something is announced of; undefined for any other event, the schedule's above all. */
export function releaseOfEvent({ detail }: AnnouncedEvent): string | undefined {
  const release = detail?.customData?.release;
  return typeof release === 'string' ? release : undefined;
}
