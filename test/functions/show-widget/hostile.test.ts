import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { callsIn, tagsIn, textIn } from './read-html.ts';
import { NOW, SELF, shown } from './widget-bench.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</cwdb-action><cwdb-action action="call" endpoint="arn:aws:lambda:x:1:function:bakewatch-obey-command">{}</cwdb-action>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<iframe src="https://evil.test"></iframe>',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<!--',
  ']]>',
  '<svg/onload=alert(1)>',
  '\u202Egnp.exe',
  '\0<b>',
  '<use href="#x">',
  '{{7*7}}',
];

/** What a widget may be made of: nothing that runs, loads or sends. */
const TAGS = new Set(
  'div style nav a strong span p ul ol li section header h1 h2 h3 bdi code time svg g line rect text title details summary table thead tbody tr th td cwdb-action'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'class href target rel title datetime aria-label aria-hidden aria-live aria-current role tabindex scope action display endpoint width height viewbox x x1 x2 y y1 y2 rx text-anchor'.split(
    ' ',
  ),
);

function mustBeHarmless(html: string): void {
  for (const { name, attributes } of tagsIn(html)) {
    expect(TAGS).toContain(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(ATTRIBUTES).toContain(attribute);
      if (attribute === 'href') expect(value).toMatch(/^https?:\/\//);
      if (attribute === 'href' && !value.startsWith('http://logs.test'))
        expect(new URL(value).host).toMatch(/^(eu-central-1\.console\.aws\.amazon\.com|github\.test)$/);
    }
  }
  for (const { endpoint } of callsIn(html)) expect(endpoint).toBe(SELF);
  expect(html.match(/<style>/g)).toHaveLength(1);
}

/** A ledger in which every text is somebody's. */
async function written(next: () => string): Promise<Table> {
  const table = memoryTable();
  const release = {
    ...{
      service: 'hello',
      number: 1,
      repositoryId: 42,
      repositoryName: next(),
      ref: next(),
      before: next(),
      sha: next(),
    },
    ...{ subject: next(), author: next(), state: next(), stage: next(), reason: next(), executionArn: next() },
    ...{ acceptedAt: NOW - 60_000, endedAt: NOW, events: 1 },
  };
  const stage = next();
  const current = { release: 1, sha: next(), digest: next(), taskDefinitions: {}, at: NOW };
  const waiting = { ...release, number: 2, state: 'WAITING', stage, endedAt: undefined };
  await table.write([
    create(keys.listedService('hello'), { service: 'hello', repositoryId: 42 }),
    create(keys.config(42, 'hello'), {
      config: {
        repository: { name: next() },
        stages: [
          { name: next(), targets: [] },
          { name: stage, targets: [] },
        ],
      },
    }),
    create(keys.release('hello', 1), release),
    create(keys.release('hello', 2), waiting),
    create(keys.environment('hello', stage), {
      ...{ service: 'hello', stage, fence: 1, arrived: 1, current, holder: { release: 1, since: NOW } },
      hold: { kind: 'rollback', release: 1, reason: next(), since: NOW },
    }),
    create(keys.freeze('hello', stage), { service: next(), stage: next(), by: next(), reason: next(), at: NOW }),
    create(keys.run('hello#1', stage), { stage, verdict: { kind: next(), reason: next(), at: NOW } }),
    create(keys.event('hello#1', 1), {
      ...{ release: 'hello#1', number: 1, at: NOW, actor: next(), kind: next(), sentence: next(), state: next() },
      ...{ stage: next(), page: true, alarms: [next(), next()], logs: `http://logs.test/${next()}` },
    }),
    create(keys.event('hello#1', 2), {
      ...{
        release: 'hello#1',
        number: 2,
        at: NOW,
        actor: next(),
        kind: 'ended',
        sentence: next(),
        state: next(),
        logs: next(),
      },
    }),
  ]);
  return table;
}

const EVERY = [
  {},
  { show: 'history' },
  { show: 'release', release: 'hello#1' },
  { show: 'delivery', service: 'hello' },
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...HOSTILE), fc.string()).map((parts) => parts.join('')) },
);
const RUNS = Math.min(300, Number(process.env['PROPERTY_RUNS'] ?? 300));

describe('what others have written', () => {
  it('is text in every widget, whatever it is', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (texts) => {
        let at = 0;
        const table = await written(() => texts[at++ % texts.length] ?? '');
        for (const params of EVERY) mustBeHarmless(await shown(table, params));
      }),
      { numRuns: RUNS },
    );
  });

  it.each(HOSTILE)('is shown as it was written: %s', async (hostile) => {
    const table = await written(() => hostile);
    const html = await shown(table, { show: 'release', release: 'hello#1' });
    mustBeHarmless(html);
    const legible = hostile.replace('\u202E', '').replace(/\s+/g, ' ');
    expect(textIn(html)).toContain(legible);
  });

  it.each(HOSTILE)('is harmless as a parameter, too: %s', async (hostile) => {
    for (const params of [
      { show: hostile },
      { service: hostile },
      { release: hostile },
      { [hostile]: hostile },
      { last: hostile },
    ])
      mustBeHarmless(
        await shown(memoryTable(), params, { theme: hostile, timezone: { offsetISO: hostile }, width: hostile }),
      );
  });
});
