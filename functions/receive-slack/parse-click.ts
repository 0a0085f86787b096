import * as z from 'zod/mini';

/** A button that a person pressed, as Slack tells of it. */
export interface Click {
  /** The workspace or organisation that she belongs to. */
  team: string;
  user: string;
  /** Where the app is installed that the button belongs to: the workspace, its organisation. */
  home: string[];
  actionId: string;
  /** When she pressed it: Slack gives each click its own. */
  actionTs: string;
  /** Absent where a button only opens a page. */
  value?: string | undefined;
  label?: string | undefined;
  /** What stands in the inputs of the message that are called `reason`. */
  reasons: string[];
  /** Where the person can be answered, and nobody else sees it. */
  responseUrl?: string | undefined;
}

const teamId = z.string().check(z.regex(/^[TE][A-Z0-9]{2,20}$/));
const maybe = <T extends z.core.$ZodType>(schema: T) => z.optional(z.nullable(schema));

const action = z.object({
  action_id: z.string().check(z.minLength(1), z.maxLength(255)),
  action_ts: z.string().check(z.regex(/^[0-9]{1,12}\.[0-9]{1,9}$/)),
  value: z.optional(z.string()),
  text: z.optional(z.object({ text: z.string() })),
});
const input = z.object({ type: z.string(), value: z.optional(z.unknown()) });

/**
 * The fields of a `block_actions` payload that we use; others are ignored.
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
const clickPayload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().check(z.regex(/^[UW][A-Z0-9]{2,20}$/)), team_id: maybe(teamId) }),
  team: maybe(z.object({ id: teamId, enterprise_id: maybe(teamId) })),
  enterprise: maybe(z.object({ id: teamId })),
  actions: z.tuple([action]),
  response_url: maybe(z.string().check(z.maxLength(500))),
  state: maybe(z.object({ values: z.record(z.string(), z.record(z.string(), input)) })),
});

/** Undefined when this is not the payload of one click of a person whose team is known. */
export function parseClick(payload: unknown): Click | undefined {
  const parsed = z.safeParse(clickPayload, payload);
  if (!parsed.success) return undefined;
  const { user, team, enterprise, actions, state, response_url: responseUrl } = parsed.data;
  // `team` is where the app is, `user.team_id` where she belongs: in a shared channel they differ.
  const own = user.team_id ?? team?.id;
  if (own === undefined) return undefined;
  const [{ action_id: actionId, action_ts: actionTs, value, text }] = actions;
  return {
    team: own,
    user: user.id,
    home: [team?.id, team?.enterprise_id, enterprise?.id].filter((id) => typeof id === 'string'),
    actionId,
    actionTs,
    value,
    label: text?.text,
    reasons: reasonsIn(state?.values ?? {}),
    ...(responseUrl ? { responseUrl } : {}),
  };
}

function reasonsIn(values: Record<string, Record<string, z.infer<typeof input>>>): string[] {
  return Object.values(values)
    .flatMap((block) => Object.entries(block))
    .filter(([name, { type }]) => name === 'reason' && type === 'plain_text_input')
    .flatMap(([, { value }]) => (typeof value === 'string' && value.trim() !== '' ? [value] : []));
}
