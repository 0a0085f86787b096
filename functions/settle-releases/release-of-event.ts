/** What is read of an EventBridge event; nothing in it is believed. */
export interface SettlingEvent {
  source?: unknown;
  detail?: { input?: unknown };
}

/** The release whose execution's status changed, as its input names it; undefined for any other event. */
export function releaseOfEvent({ source, detail }: SettlingEvent): string | undefined {
  if (source !== 'aws.states' || typeof detail?.input !== 'string') return undefined;
  try {
    const input = JSON.parse(detail.input) as { release?: unknown } | null;
    return typeof input?.release === 'string' ? input.release : undefined;
  } catch {
    return undefined;
  }
}
