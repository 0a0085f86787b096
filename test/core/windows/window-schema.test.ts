import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { windowRule } from '#core/windows/window-schema.ts';
import { aRule } from './rule.ts';

describe('the schema of a window rule', () => {
  it('returns the parsed rule', () => {
    const written = { deny: '0 22 24 12 *', for: '36h', zone: 'America/New_York' };
    expect(windowRule.parse(written)).toEqual(aRule(written));
  });

  it('says each mistake at its key', () => {
    const parsed = z.object({ windows: z.array(windowRule) }).safeParse({
      windows: [
        { allow: 'mon-fri 09:00-17:00', zone: 'UTC' },
        { deny: 'mun 9:00-10:00', for: '1h', zone: 'Mars' },
      ],
    });
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'windows.1.deny',
      'windows.1.for',
      'windows.1.zone',
    ]);
  });

  it('refuses keys that it does not know, and what is not text', () => {
    expect(windowRule.safeParse({ allow: 'daily 1:00-2:00', zone: 'UTC', until: 'x' }).success).toBe(false);
    expect(windowRule.safeParse({ allow: 9, zone: 'UTC' }).success).toBe(false);
    expect(windowRule.safeParse({ allow: 'daily 1:00-2:00' }).success).toBe(false);
  });

  it('becomes a JSON Schema of what is written, for editors', () => {
    expect(z.toJSONSchema(windowRule, { target: 'draft-7', io: 'input' })).toMatchObject({
      type: 'object',
      required: ['zone'],
      additionalProperties: false,
      properties: { allow: { type: 'string' }, deny: { type: 'string' }, for: { type: 'string' } },
      oneOf: [{ required: ['allow'] }, { required: ['deny'] }],
    });
  });
});
