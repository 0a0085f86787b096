import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#local/time/clock.ts';
import { blockMistakes } from './block-limits.ts';
import { readArguments } from './read-arguments.ts';

/** An app as Slack knows it: what its command is called, where it hears of it, and the secret that the request is signed with. */
export interface SlackApp {
  command: string;
  url: string;
  secret(): Promise<string>;
}

/** A message that one person sees alone. */
export interface Ephemeral {
  text: string;
  blocks: Record<string, unknown>[];
}

const TYPE = '/slack/type';
const RESPONSES = '/slack/responses/';
const PATIENCE_MS = 60_000;
/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const MOST_ANSWERS = 5;

/** One person at one keyboard: `POST /slack/type` with `{"text": "status"}` types a command and answers with what she is shown. */
export function typedCommands(clock: Clock) {
  const open = new Map<string, { answers: number; show(shown: Ephemeral): void }>();
  const shown: Ephemeral[] = [];
  let app: SlackApp | undefined;

  const type = async (text: string, origin: string): Promise<Ephemeral> => {
    if (!app) throw new Error('no app is connected');
    const id = randomUUID();
    const answered = new Promise<Ephemeral>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the app has not answered for a minute')), PATIENCE_MS);
      const show = (each: Ephemeral): void => {
        clearTimeout(late);
        shown.push(each);
        resolve(each);
      };
      open.set(id, { answers: 0, show });
    });
    answered.catch(() => undefined);
    const response = await send(app, text, `${origin}${RESPONSES}${id}`, Math.floor(clock.now() / 1_000));
    const body = await response.text();
    // Slack shows the number and nothing of what the app said.
    if (!response.ok) throw new Error(`${app.command} failed with the error "http_client_error" (${response.status})`);
    if (body !== '') open.get(id)?.show(ephemeralOf(JSON.parse(body)));
    return answered;
  };

  const respond = (id: string, given: Record<string, unknown>): [status: number, said: string] => {
    const known = open.get(id);
    if (!known) return [404, 'no_such_response_url'];
    if (known.answers >= MOST_ANSWERS) return [404, 'used_url'];
    const mistakes = given['blocks'] === undefined ? [] : blockMistakes(given['blocks']);
    if (mistakes.length > 0) return [400, mistakes.join('\n')];
    known.answers += 1;
    known.show(ephemeralOf(given));
    return [200, 'ok'];
  };

  return {
    connect(given: SlackApp): void {
      app = given;
    },
    ephemerals: (): Ephemeral[] => structuredClone(shown),
    matches: ({ url = '' }: IncomingMessage): boolean => url === TYPE || url.startsWith(RESPONSES),
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const { method, url = '', headers } = request;
      // A page of somebody else that is open in a browser may send forms here, and JSON not.
      if (method !== 'POST' || !/^application\/json/.test(headers['content-type'] ?? ''))
        return say(response, 415, 'POST application/json');
      const given = await readArguments(request);
      if (url !== TYPE) return say(response, ...respond(url.slice(RESPONSES.length), given));
      try {
        const answer = await type(String(given['text'] ?? ''), `http://${headers.host}`);
        say(response, 200, JSON.stringify(answer, null, 2), 'application/json');
      } catch (error) {
        say(response, 502, (error as Error).message);
      }
    },
  };
}

const ephemeralOf = ({ text, blocks }: Record<string, unknown>): Ephemeral => ({
  text: String(text ?? ''),
  blocks: (blocks ?? []) as Record<string, unknown>[],
});

const say = (response: ServerResponse, status: number, body: string, type = 'text/plain'): void =>
  void response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(`${body}\n`);

/** As Slack sends it. https://docs.slack.dev/interactivity/implementing-slash-commands */
async function send(app: SlackApp, typed: string, responseUrl: string, at: number): Promise<Response> {
  const body = new URLSearchParams({
    token: 'deprecated',
    team_id: 'T0000000001',
    team_domain: 'one-machine',
    channel_id: 'C0000000001',
    channel_name: 'releases',
    user_id: 'U0000000002',
    user_name: 'you',
    command: app.command,
    text: typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    api_app_id: 'A0000000001',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: `${at}.${randomUUID()}`,
  }).toString();
  const signature = createHmac('sha256', await app.secret())
    .update(`v0:${at}:${body}`)
    .digest('hex');
  return fetch(app.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
}
