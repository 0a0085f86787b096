import type { MiddlewareHandler } from 'hono';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What only looks. Everything else may change something. */
const LOOKS = new Set(['GET', 'HEAD']);

/**
 * Answers only those who asked for this machine by name: a page elsewhere whose name was made to point here (DNS rebinding)
 * sends its own name as Host. What may change something must come from a page of ours: browsers send the Origin with it, and no page can
 * send another one than its own. `port` is asked for late, when it is known.
 */
export function guard(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host');
    const site = context.req.header('sec-fetch-site');
    const isOurs = host === `127.0.0.1:${port()}` || host === `localhost:${port()}`;
    // A link in a message may lead here from anywhere, but only to a page.
    const isForeign = site === 'cross-site' && context.req.path.startsWith('/api/');
    const isPage = LOOKS.has(context.req.method) || context.req.header('origin') === `http://${host}`;
    if (!isOurs || isForeign || !isPage) return context.text('This page is for this machine only.', 403);
    await next();
    if (!context.res.headers.has('content-security-policy')) context.header('content-security-policy', POLICY);
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    context.header('cross-origin-opener-policy', 'same-origin');
    context.header('cross-origin-resource-policy', 'same-origin');
    return undefined;
  };
}
