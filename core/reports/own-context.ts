/** How the contexts of the statuses begin that Bakewatch itself reports: nobody waits for them, and no service may require them. */
export const OWN_CONTEXTS = 'bakewatch/';

/** Services of one repository do not speak over each other. */
export const contextOf = (service: string): string => `${OWN_CONTEXTS}${service}`;

export const isOwnContext = (context: string): boolean => context.startsWith(OWN_CONTEXTS);
