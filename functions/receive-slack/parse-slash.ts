import * as z from 'zod/mini';

/** A command that a person typed, as Slack tells of it. */
export interface Slash {
  /** Her workspace. */
  team: string;
  user: string;
  /** As the app calls it: `/bakewatch`. */
  command: string;
  text: string;
  /** Slack gives each command its own. */
  triggerId: string;
  responseUrl: string;
}

/** The fields of the form that we use; others are ignored. https://docs.slack.dev/interactivity/implementing-slash-commands */
const slashForm = z.object({
  command: z.string().check(z.regex(/^\/[a-z0-9._-]{1,32}$/)),
  text: z.optional(z.string().check(z.maxLength(4_000))),
  user_id: z.string().check(z.regex(/^[UW][A-Z0-9]{2,20}$/)),
  team_id: z.string().check(z.regex(/^[TE][A-Z0-9]{2,20}$/)),
  trigger_id: z.string().check(z.regex(/^[\w.-]{1,200}$/)),
  response_url: z.string().check(z.regex(/^https?:\/\/\S{1,500}$/)),
});

/** Undefined when this is not the form of one command of a person. A field that is there twice is none. */
export function parseSlash(form: URLSearchParams): Slash | undefined {
  const once = [...form.keys()].filter((name) => form.getAll(name).length === 1);
  const parsed = z.safeParse(slashForm, Object.fromEntries(once.map((name) => [name, form.get(name)])));
  if (!parsed.success) return undefined;
  const {
    command,
    text = '',
    user_id: user,
    team_id: team,
    trigger_id: triggerId,
    response_url: responseUrl,
  } = parsed.data;
  return { team, user, command, text: asTyped(text), triggerId, responseUrl };
}

/** Slack escapes three characters in what people type. https://docs.slack.dev/messaging/formatting-message-text#escaping */
const asTyped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
