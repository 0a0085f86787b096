import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { HttpService } from '#local/http/http-service.ts';
import type { Clock } from '#local/time/clock.ts';
import { chatMethods, type Method, type SlackAnswer } from './chat-methods.ts';
import { messageStore, type SlackMessage } from './message-store.ts';
import { type Arguments, readArguments, tokenOf } from './read-arguments.ts';
import { type Ephemeral, type SlackApp, typedCommands } from './typed-commands.ts';

export type OutageKind = 'http-500' | 'rate-limited' | 'ok-false';

export interface Slack {
  service: HttpService;
  /** Every message, or those with a `ts` greater than `since`; oldest first. */
  messages(query?: { since?: string }): SlackMessage[];
  /** The app whose commands people type (`POST /slack/type`), and that answers them. */
  connect(app: SlackApp): void;
  /** What was shown to one person alone, oldest first; not kept over a restart. */
  ephemerals(): Ephemeral[];
  /** Calls `listener` with each message posted or updated. Returns a function that ends it. */
  onMessage(listener: (message: SlackMessage) => void): () => void;
  /** For tests: while on, every call fails in this way and nothing is stored. */
  outage(on: boolean, kind?: OutageKind): void;
  close(): void;
}

const PREFIX = '/slack/api/';

/** Slack on one machine: its Web API under `/slack/api/`, and what people type. `dir` may be `:memory:`. */
export function createSlack({ dir, clock }: { dir: string; clock: Clock }): Slack {
  const store = messageStore(dir === ':memory:' ? dir : join(dir, 'slack.db'), clock);
  const listeners = new Set<(message: SlackMessage) => void>();
  const typed = typedCommands(clock);
  let outage: OutageKind | undefined;
  const changed = (message: SlackMessage): void => {
    for (const listener of listeners) listener(message);
  };
  const service: HttpService = {
    name: 'slack',
    matches: (request) => (request.url?.startsWith(PREFIX) ?? false) || typed.matches(request),
    handle: async (request, response) => {
      if (typed.matches(request)) return typed.handle(request, response);
      const given = await readArguments(request).catch((error: Error) => error);
      if (outage) return OUTAGES[outage](response);
      const url = `http://${request.headers.host}/slack`;
      send(
        response,
        answer(
          chatMethods(store, () => url, changed),
          request,
          given,
        ),
      );
    },
  };
  return {
    service,
    connect: typed.connect,
    ephemerals: typed.ephemerals,
    messages: ({ since } = {}) => store.list(since),
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    outage(on, kind = 'http-500') {
      outage = on ? kind : undefined;
    },
    close: () => store.close(),
  };
}

function answer(methods: Record<string, Method>, request: IncomingMessage, given: Arguments | Error): SlackAnswer {
  const name = (request.url ?? '').slice(PREFIX.length).replace(/\?.*$/, '');
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) return { ok: false, error: 'unknown_method', req_method: name };
  if (given instanceof Error) return { ok: false, error: 'invalid_json' };
  if (!tokenOf(request, given)) return { ok: false, error: 'not_authed' };
  return method(given);
}

const OUTAGES: Record<OutageKind, (response: ServerResponse) => void> = {
  'http-500': (response) => void response.writeHead(500).end('Internal Server Error'),
  'rate-limited': (response) => {
    response.writeHead(429, { 'retry-after': '1', 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
  },
  'ok-false': (response) => send(response, { ok: false, error: 'internal_error' }),
};

function send(response: ServerResponse, body: SlackAnswer): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
