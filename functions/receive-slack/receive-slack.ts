import type { Now } from '#core/ports/clock.ts';
import type { Orders } from '#core/ports/orders.ts';
import type { Questions } from '#core/ports/questions.ts';
import { contentType, type EdgeRequest, FORM_TYPE } from '#functions/steps/edge/edge-request.ts';
import { formPayload } from '#functions/steps/edge/form-payload.ts';
import { parseStrictJson } from '#functions/steps/edge/parse-strict-json.ts';
import { fitsSecret, type SigningSecrets, usableSecrets } from '#functions/steps/edge/signing-secrets.ts';
import { whyUntimely } from '#functions/steps/edge/why-untimely.ts';
import type { Answer } from '#functions/steps/slack/answer.ts';
import { orderOfClick } from './order-of-click.ts';
import { type Click, parseClick } from './parse-click.ts';
import { parseSlash } from './parse-slash.ts';
import { questionOfSlash } from './question-of-slash.ts';
import { sayHelp } from './say-help.ts';
import { verifySignature } from './verify-signature.ts';

export interface ReceiveSlackPorts {
  secrets: SigningSecrets;
  orders: Orders;
  questions: Questions;
  now: Now;
  /** Teams whose people may press buttons besides the one where the app is installed. */
  teams: readonly string[];
}

const STATUS = {
  'handed over': 200,
  'nothing to do': 200,
  malformed: 400,
  unauthentic: 401,
  untimely: 401,
  outsider: 403,
  'not by POST': 405,
  'no form': 415,
  unavailable: 503,
} as const;

export type SlackOutcome = keyof typeof STATUS;

export interface SlackAnswer {
  status: (typeof STATUS)[SlackOutcome];
  outcome: SlackOutcome;
  /** Why it was refused. */
  message?: string;
  /** What Slack shows to whoever typed a command, and to her alone. */
  shown?: Answer;
}

const answer = (outcome: SlackOutcome, message?: string): SlackAnswer => ({
  status: STATUS[outcome],
  outcome,
  ...(message === undefined ? {} : { message }),
});

/**
 * Slack's way into Bakewatch, for buttons that are pressed and commands that are typed. Refuses before it parses: method, secret,
 * bytes, signature, time, content type, form, JSON, shape, team, value. Hands the order or question over before it says yes; throws
 * when it could not. May she do it, and is it still what she was shown? That is decided where it is obeyed, at that moment.
 *
 * Slack tells only of events again, not of clicks (https://docs.slack.dev/apis/events-api): whatever is not answered with
 * 200 within three seconds leaves a warning beside the button, and the person presses once more or uses the command line.
 * Should a click come twice all the same, it is one order.
 */
export async function receiveSlack(ports: ReceiveSlackPorts, request: EdgeRequest): Promise<SlackAnswer> {
  if (request.method !== 'POST') return answer('not by POST', 'clicks and commands are sent by POST');
  const secrets = await usableSecrets(ports.secrets);
  if (secrets.length === 0) return answer('unavailable', 'the signing secret cannot be read: nothing is accepted');
  const { body, headers } = request;
  if (!body) return answer('malformed', 'the body is not valid base64');
  const isSigned = (by: string[]): boolean => verifySignature(by, body, headers);
  if (!(await fitsSecret(ports.secrets, secrets, isSigned)))
    return answer('unauthentic', 'the signature does not match');
  const untimely = whyUntimely('X-Slack-Request-Timestamp', headers, ports.now());
  if (untimely !== undefined) return answer('untimely', untimely);
  if (contentType(request) !== FORM_TYPE) return answer('no form', `the content type must be ${FORM_TYPE}`);
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  if (!form.has('payload')) return receiveSlash(ports, form);
  const click = readClick(body);
  return 'refused' in click ? answer('malformed', click.refused) : receiveClick(ports, click);
}

/** Whatever a person types is answered with 200, or Slack shows her the number alone. */
async function receiveSlash({ questions, now }: ReceiveSlackPorts, form: URLSearchParams): Promise<SlackAnswer> {
  // Slack looks now and then whether somebody is there.
  if (form.get('ssl_check') === '1') return answer('nothing to do');
  const slash = parseSlash(form);
  if (!slash) return answer('malformed', 'this is neither a click, a form with a field `payload`, nor a command');
  const asked = questionOfSlash(slash, now());
  if ('help' in asked) return { ...answer('nothing to do'), shown: sayHelp(slash.command, asked.help) };
  await questions.send(asked.question);
  return answer('handed over');
}

function readClick(body: Uint8Array): Click | { refused: string } {
  const json = formPayload(body);
  if (!json) return { refused: 'the form has not exactly one field `payload`' };
  let payload: unknown;
  try {
    payload = parseStrictJson(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { refused: 'the payload is not acceptable JSON' };
  }
  return parseClick(payload) ?? { refused: 'this is not the payload of one click on a button' };
}

async function receiveClick(ports: ReceiveSlackPorts, click: Click): Promise<SlackAnswer> {
  const { orders, teams } = ports;
  const { team, user, home, value } = click;
  // Slack tells also of buttons that only open a page, and wants to hear that it was heard.
  if (value === undefined) return answer('nothing to do');
  if (![...home, ...teams].includes(team)) {
    const who = `${team}/${user} is of another workspace than the app, which is in ${home.join(', ')}`;
    return refuse(ports, click, 'outsider', who, OUTSIDER);
  }
  const given = orderOfClick({ ...click, value });
  if ('refused' in given) return refuse(ports, click, 'malformed', given.refused, `Nothing was done: ${given.refused}`);
  await orders.send(given.order);
  return answer('handed over');
}

const OUTSIDER =
  'Nothing was done: you belong to another workspace. Whoever runs Bakewatch may name yours in `installation.slackTeams` of bakewatch.yaml.';

/** Slack shows no more than a warning beside the button: why, the person hears by an answer of its own, if that can be. */
async function refuse(
  { questions }: ReceiveSlackPorts,
  { responseUrl }: Click,
  outcome: 'outsider' | 'malformed',
  message: string,
  sentence: string,
): Promise<SlackAnswer> {
  if (responseUrl !== undefined)
    await questions.send({ responseUrl, asked: { kind: 'said', sentence } }).catch(() => undefined);
  return answer(outcome, message);
}
