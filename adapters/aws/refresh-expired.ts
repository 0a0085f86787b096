// biome-ignore lint/suspicious/noExplicitAny: each client has commands of its own, and none of them matters here.
type Step = (args: any) => Promise<any>;

/** As much of an SDK client as is needed to give it new credentials. */
export interface PlacedClient {
  config: { credentials(options?: { forceRefresh?: boolean }): Promise<unknown> };
  middlewareStack: { add(middleware: (next: Step) => Step, options: { step: 'initialize' }): void };
}

/** So services say that credentials are over before their time: somebody has ended the sessions of the role. */
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException']);

/**
 * Asks once more, with new credentials, when a service says that those it was asked with have expired. Nothing is done
 * twice by that: what was signed with them was refused.
 */
export function refreshExpired({ config, middlewareStack }: PlacedClient): void {
  const refresh = (next: Step): Step => {
    return async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (!EXPIRED.has((error as Error).name)) throw error;
        await config.credentials({ forceRefresh: true });
        return next(args);
      }
    };
  };
  middlewareStack.add(refresh, { step: 'initialize' });
}
