/** The source of everything that Bakewatch says on EventBridge: rules ask for it. */
export const EVENT_SOURCE = 'bakewatch';
