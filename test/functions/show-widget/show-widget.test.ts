import { beforeAll, describe, expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { parseAsked } from '#functions/show-widget/parse-asked.ts';
import { showWidget } from '#functions/show-widget/show-widget.tsx';
import { say, seedRelease } from '#test/local/console/seed.ts';
import { callsIn, tagsIn, textIn } from './read-html.ts';
import { EXECUTION, filled, NOW, SELF, shown } from './widget-bench.ts';

const MINUTE = 60_000;
const EVERY = [
  { show: 'overview' },
  { show: 'overview', service: 'hello' },
  { show: 'history' },
  { show: 'history', service: 'hello', last: 2 },
  { show: 'release', release: 'hello#6' },
  { show: 'delivery' },
  { show: 'delivery', service: 'hello', days: 14 },
];

describe('a widget', () => {
  let table: Table;
  beforeAll(async () => {
    table = await filled();
  });

  it('shows what runs where since when, what holds a stage, and who is at work', async () => {
    const text = textIn(await shown(table, { show: 'overview' }));
    expect(text).toContain('production');
    expect(text).toMatch(/#5 .*healthy since 44 min ago/);
    expect(text).toMatch(/Held since 15 min ago by #6 : rolled production back to hello#5/);
    expect(text).toMatch(/#7 bakes in staging, watching hello-staging-errors/);
  });

  it('is the overview when nothing is asked', async () => {
    expect(await shown(table, {})).toBe(await shown(table, { show: 'overview' }));
  });

  it('shows freezes, and until when they are', async () => {
    const frozen = await filled();
    const freeze: Freeze = {
      service: 'hello',
      by: 'amy',
      reason: 'a fair',
      at: NOW - MINUTE,
      until: NOW + 90 * MINUTE,
    };
    const over: Freeze = { by: 'bob', reason: 'what is over', at: NOW - 9 * MINUTE, until: NOW - MINUTE };
    await frozen.write([create(keys.freeze('hello'), freeze), create(keys.freeze(), over)]);
    const text = textIn(await shown(frozen, { show: 'overview' }));
    expect(text).toContain('Frozen: hello until 2026-11-22 13:30 UTC, by amy 60 s ago : a fair');
    expect(text).not.toContain('what is over');
  });

  it('shows the last releases with their states, reasons and ages, and says that there are older ones', async () => {
    const html = await shown(table, { show: 'history', service: 'hello', last: 2 });
    expect(textIn(html)).toMatch(/#8 Accepted .*#7 Baking .*There are older ones/);
    expect(textIn(html)).not.toContain('#6');
    expect(callsIn(html)).toContainEqual({
      endpoint: SELF,
      display: 'widget',
      params: { show: 'history', service: 'hello', last: 100 },
    });
  });

  it('says of which service a release is where it shows several', async () => {
    await seedRelease(table, { number: 1, acceptedAt: NOW - 200 * MINUTE, service: 'hello' });
    expect(textIn(await shown(table, { show: 'history' }))).toMatch(/hello#8 .*hello#1 /);
  });

  it('opens a release over the dashboard', async () => {
    const calls = callsIn(await shown(table, { show: 'history', service: 'hello' }));
    expect(calls).toContainEqual({ endpoint: SELF, display: 'popup', params: { show: 'release', release: 'hello#6' } });
  });

  it('shows one release: its way, its verdicts, what happened, and where else to look', async () => {
    const html = await shown(table, { show: 'release', release: 'hello#6' });
    expect(textIn(html)).toMatch(
      /Verdicts staging healthy 18 min ago all quiet production unhealthy 17 min ago hello-production-errors went to ALARM/,
    );
    expect(textIn(html)).toMatch(/Somebody has to look at this\. production is unhealthy/);
    const links = tagsIn(html).flatMap(({ attributes }) => attributes['href'] ?? []);
    expect(links).toContain(
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home#alarmsV2:alarm/hello-production-errors',
    );
    expect(links.filter((link) => /github\.test\/acme\/hello\/(commit|compare)\//.test(link))).toHaveLength(2);
  });

  it('links a release to its execution', async () => {
    const html = await shown(table, { show: 'release', release: 'hello#7' });
    const links = tagsIn(html).flatMap(({ attributes }) => attributes['href'] ?? []);
    expect(links).toContain(
      `https://eu-central-1.console.aws.amazon.com/states/home#/v2/executions/details/${EXECUTION}`,
    );
  });

  it('opens what is outside of the dashboard beside it', async () => {
    const outward = tagsIn(await shown(table, { show: 'release', release: 'hello#6' })).filter(
      ({ attributes }) => 'href' in attributes,
    );
    expect(outward.length).toBeGreaterThan(3);
    for (const { attributes } of outward)
      expect(attributes).toMatchObject({ target: '_blank', rel: 'noopener noreferrer' });
  });

  it('shows how well is delivered, of all services and of one', async () => {
    expect(textIn(await shown(table, { show: 'delivery' }))).toMatch(/hello Delivery 30 days Deployment frequency/);
    const one = textIn(await shown(table, { show: 'delivery', service: 'hello', days: 14 }));
    expect(one).toMatch(/Lead time 14 days 5 min .*Change-failure rate 14 days 50 %/);
    expect(one).not.toContain('90 days');
  });

  it.each(EVERY)('leads only to what it understands: %o', async (params) => {
    for (const call of callsIn(await shown(table, params))) {
      expect(call.endpoint).toBe(SELF);
      expect(parseAsked(call.params)).toMatchObject({ strange: [] });
      expect(textIn(await shown(table, call.params))).not.toContain('not understood');
    }
  });

  it.each(['light', 'dark'])('has the colours of the %s dashboard', async (theme) => {
    const html = await shown(table, { show: 'overview' }, { theme });
    expect(html).toContain(`class="bw bw-${theme}"`);
  });

  it('puts columns below each other where there is little room', async () => {
    expect(await shown(table, {}, { width: 280 })).toContain('bw-narrow');
    expect(await shown(table, {}, { width: 900 })).not.toContain('class="bw bw-light bw-narrow"');
  });

  it('says moments by the clock of whoever looks, and which that is', async () => {
    const at = (offsetISO: unknown) =>
      shown(table, { show: 'release', release: 'hello#5' }, { timezone: { label: 'Local', offsetISO } });
    expect(await at('+05:30')).toContain('title="22 Nov, 16:40:00 UTC+05:30">16:40:00<');
    expect(await at('-03:00')).toContain('title="22 Nov, 08:10:00 UTC-03:00">08:10:00<');
    for (const odd of ['+00:00', '05:30', '+99:99', 7, undefined])
      expect(await at(odd)).toContain('title="22 Nov, 11:10:00 UTC">11:10:00<');
  });

  it('is shown whatever CloudWatch says of its viewer', async () => {
    for (const widgetContext of [undefined, null, 'light', { theme: 'blue', width: 'wide', timezone: null }]) {
      const html = await showWidget(
        {
          table,
          pages: { execution: String, alarm: String, commit: String, compare: String },
          now: () => NOW,
        },
        { show: 'history', widgetContext },
        SELF,
      );
      expect(html).toContain('class="bw bw-light"');
    }
  });

  it('says that the ledger has no such release or service', async () => {
    expect(textIn(await shown(table, { show: 'release', release: 'hello#99' }))).toContain('no release hello#99');
    expect(textIn(await shown(table, { service: 'nobody' }))).toContain('no service nobody');
    expect(textIn(await shown(table, { show: 'delivery', service: 'nobody' }))).toContain('no service nobody');
    expect(textIn(await shown(table, { show: 'history', service: 'nobody' }))).toContain('nobody has had no release');
    expect(textIn(await shown(memoryTable(), {}))).toContain('No service is known yet');
  });

  it('shows thirty services, and says how many it does not show', async () => {
    const many = memoryTable();
    for (let i = 10; i < 43; i += 1)
      await many.write([create(keys.listedService(`s${i}`), { service: `s${i}`, repositoryId: 1 })]);
    const text = textIn(await shown(many, {}));
    expect(text).toContain('s39');
    expect(text).not.toContain('s40');
    expect(text).toContain('3 more services are not shown');
    expect(textIn(await shown(many, { service: 's42' }))).toContain('s42');
    expect(textIn(await shown(many, { show: 'delivery' }))).toContain('3 more services are not shown');
  });

  it('shows the last hundred events of a release, and says how many there are before', async () => {
    const long = await filled();
    for (let i = 0; i < 130; i += 1)
      await say(long, 8, { kind: 'blocked', at: NOW - MINUTE + i, sentence: `is blocked for the ${i}th time` });
    const text = textIn(await shown(long, { show: 'release', release: 'hello#8' }));
    expect(text).toContain('is blocked for the 129th time');
    expect(text).not.toContain('is blocked for the 29th time');
    expect(text).toContain('31 earlier events are not shown');
  });

  it('says so instead of sending what no answer of Lambda could hold', async () => {
    const vast = await filled();
    for (let i = 0; i < 99; i += 1)
      await say(vast, 8, { kind: 'blocked', at: NOW - MINUTE + i, sentence: 'x'.repeat(10_000) });
    const html = await shown(vast, { show: 'release', release: 'hello#8' });
    expect(html.length).toBeLessThan(20_000);
    expect(textIn(html)).toContain('too much for a widget');
  });
});

describe('the parameters of a widget', () => {
  it.each([
    [{ show: 'everything' }, /show is overview, history, release or delivery/],
    [{ show: 'release' }, /must name it: release: hello#142/],
    [{ show: 'release', release: 'hello' }, /must name it: release: hello#142/],
    [{ show: 'release', release: 7 }, /release names a release/],
    [{ show: 'history', last: 0 }, /last is a whole number from 1 to 100/],
    [{ show: 'history', last: 'many' }, /last is a whole number from 1 to 100/],
    [{ show: 'history', last: 2.5 }, /last is a whole number from 1 to 100/],
    [{ show: 'delivery', days: 1_000 }, /days is a whole number from 1 to 366/],
    [{ service: 'Hello World' }, /service is the name of a service/],
    [{ service: ['hello'] }, /service is the name of a service/],
  ])('are mistaken and said to be: %o', async (params, sentence) => {
    const text = textIn(await shown(memoryTable(), params));
    expect(text).toMatch(sentence);
    expect(text).toContain('Get documentation');
  });

  it('are all said to be mistaken at once', async () => {
    const parsed = parseAsked({ show: 'x', last: 'y', days: 'z' });
    expect('mistakes' in parsed && parsed.mistakes).toHaveLength(3);
  });

  it('may be numbers that were typed into an input, and empty ones count as absent', () => {
    expect(parseAsked({ show: 'history', last: '30', service: '', days: null })).toEqual({
      asked: { show: 'history', service: undefined, last: 30 },
      strange: [],
    });
  });

  it('do no harm when there is one too many, which is said', async () => {
    const text = textIn(await shown(memoryTable(), { show: 'history', servce: 'hello' }));
    expect(text).toContain('A widget has no parameter servce: there are show, service, release, last, days.');
    expect(text).toContain('There was no release yet');
  });

  it.each([undefined, null, 'x', 7, []])('may be missing altogether: %o', (event) => {
    expect(parseAsked(event)).toMatchObject({ asked: { show: 'overview' } });
  });
});

describe('the documentation of the widgets', () => {
  it('is Markdown whose blocks of YAML are parameters that are understood', async () => {
    const said = await shown(memoryTable(), { describe: true, show: 'nonsense' });
    expect(said).toMatch(/^### Bakewatch/);
    const blocks = [...said.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) =>
      Object.fromEntries(
        yaml
          .trim()
          .split('\n')
          .map((line) => line.split(': ')),
      ),
    );
    expect(blocks.length).toBeGreaterThan(1);
    for (const params of blocks) expect(parseAsked(params)).toMatchObject({ strange: [] });
  });
});
