import * as z from 'zod';
import { parseWindowRule } from './parse-window-rule.ts';

const WHEN =
  'Days and times on the clock, `mon-fri 09:00-17:00`, `sat,sun 00:00-24:00`, `daily 22:00-06:00`; or a cron of five fields, `0 22 24 12 *`, with `for`.';

const when = (meaning: string) => z.string().min(1).max(200).optional().describe(`${meaning} ${WHEN}`);

/** One entry of a stage's `windows`, as it is written; what comes out is the parsed rule. */
export const windowRule = z
  .strictObject({
    allow: when('When releases may enter the stage: with at least one such rule, only then.'),
    deny: when('When no release may enter the stage, whatever else allows it.'),
    for: z
      .string()
      .optional()
      .describe('How long the window lasts that a cron begins, `36h`, in real time. Not with days and times.'),
    zone: z
      .string()
      .min(1)
      .max(100)
      .describe('The time zone by whose clocks this is meant: an IANA name, `Europe/Berlin`.'),
  })
  .meta({ oneOf: [{ required: ['allow'] }, { required: ['deny'] }] })
  .transform((written, context) => {
    const parsed = parseWindowRule(written);
    if (parsed.ok) return parsed.rule;
    for (const { at, message } of parsed.mistakes)
      context.addIssue({ code: 'custom', path: at === undefined ? [] : [at], message });
    return z.NEVER;
  });
