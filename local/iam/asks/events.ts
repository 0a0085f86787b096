import { arn } from '#local/account.ts';
import { type Ask, request } from './ask.ts';

/** Entries that name no bus are for the default one. */
export const eventsAsks: Record<string, Ask> = {
  PutEvents: ({ Entries }) => {
    const named = (Array.isArray(Entries) ? Entries : []).map(({ EventBusName = 'default' }) => String(EventBusName));
    return [...new Set(named)].map((bus) =>
      request('events:PutEvents', bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`)),
    );
  },
};
