import { createHmac } from 'node:crypto';
import { memoryOrders } from '#adapters/memory/orders.ts';
import { memoryQuestions } from '#adapters/memory/questions.ts';
import { type Action, writeActionValue } from '#core/commands/action-value.ts';
import { type ReceiveSlackPorts, receiveSlack, type SlackAnswer } from '#functions/receive-slack/receive-slack.ts';
import { NOON } from '#test/fixtures/ledger.ts';

export const SECRET = 'the secret that Slack signs with';
export const APPROVE = { kind: 'approve', release: 'hello#7', stage: 'production' } as const;

/** The value of a button that is short enough. */
export const buttonValue = (action: Action): string => writeActionValue(action) ?? 'too long';

export interface Pressed {
  user?: string;
  team?: string | undefined;
  /** The workspace of the app. */
  home?: string | null;
  enterprise?: string;
  value?: string | undefined;
  label?: string;
  at?: string;
  typed?: string | null | undefined;
}

/** A click as Slack words it, with what is not read beside what is. */
export function clickPayload({ user = 'U012AMY', home = 'T012HOME', at = '1800000000.123456', ...rest }: Pressed = {}) {
  const { team = 'team' in rest ? undefined : 'T012HOME', enterprise, label = 'Approve', typed } = rest;
  const value = 'value' in rest ? rest.value : buttonValue({ command: APPROVE });
  return {
    type: 'block_actions',
    user: { id: user, username: 'amy', name: 'amy', ...(team === undefined ? {} : { team_id: team }) },
    api_app_id: 'A012',
    token: 'canary-verification-token',
    container: { type: 'message', message_ts: '1799999999.000100', channel_id: 'C012' },
    trigger_id: 'canary-trigger',
    team: home === null ? null : { id: home, domain: 'acme' },
    enterprise: enterprise === undefined ? null : { id: enterprise, name: 'Acme' },
    is_enterprise_install: false,
    channel: { id: 'C012', name: 'releases' },
    message: { type: 'message', text: 'hello#7 waits', ts: '1799999999.000100' },
    ...(typed === undefined
      ? {}
      : { state: { values: { why: { reason: { type: 'plain_text_input', value: typed } } } } }),
    response_url: 'https://hooks.slack.com/actions/canary-response-url',
    actions: [
      {
        action_id: 'approve',
        block_id: 'b1',
        type: 'button',
        text: { type: 'plain_text', text: label, emoji: true },
        ...(value === undefined ? {} : { value }),
        action_ts: at,
      },
    ],
  };
}

export const formOf = (payload: unknown): string => `payload=${encodeURIComponent(JSON.stringify(payload))}`;

export const RESPONSE_URL = 'https://hooks.slack.com/commands/T012HOME/canary-response-url';

/** A command as Slack sends it, with what is not read beside what is. */
export const slashForm = (text: string, over: Record<string, string> = {}): string =>
  new URLSearchParams({
    token: 'canary-verification-token',
    team_id: 'T012HOME',
    team_domain: 'acme',
    channel_id: 'C012',
    channel_name: 'releases',
    user_id: 'U012AMY',
    user_name: 'amy',
    command: '/bakewatch',
    text,
    api_app_id: 'A012',
    is_enterprise_install: 'false',
    response_url: RESPONSE_URL,
    trigger_id: '13345224609.738474920.8088930838d88f008e0',
    ...over,
  }).toString();

/** Epoch seconds, as Slack writes them. */
export const SIGNED_AT = String(NOON / 1_000);

export const sign = (body: Uint8Array | string, timestamp = SIGNED_AT, secret = SECRET): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

export const signedHeaders = (body: Uint8Array | string, timestamp = SIGNED_AT, secret = SECRET) => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-slack-request-timestamp': timestamp,
  'x-slack-signature': sign(body, timestamp, secret),
});

export interface Posted {
  headers?: Record<string, string | undefined>;
  timestamp?: string;
  secret?: string;
  method?: string;
}

/** The use case over orders in memory. */
export function slackBench(over: Partial<ReceiveSlackPorts> = {}) {
  const orders = memoryOrders();
  const questions = memoryQuestions();
  const ports = { secrets: async () => [SECRET], orders, questions, now: () => NOON, teams: [], ...over };
  const post = (body: string, { headers, timestamp, secret, method = 'POST' }: Posted = {}): Promise<SlackAnswer> =>
    receiveSlack(ports, {
      method,
      headers: { ...signedHeaders(body, timestamp, secret), ...headers },
      body: Buffer.from(body),
    });
  return {
    post,
    press: (pressed: Pressed = {}, posted: Posted = {}) => post(formOf(clickPayload(pressed)), posted),
    type: (text: string, over: Record<string, string> = {}, posted: Posted = {}) => post(slashForm(text, over), posted),
    sent: orders.sent,
    asked: questions.sent,
  };
}
