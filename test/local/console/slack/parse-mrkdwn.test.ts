import { describe, expect, it } from 'vitest';
import { parseMrkdwn, parsePlain } from '#local/console/slack/parse-mrkdwn.ts';

describe('parseMrkdwn', () => {
  it('reads bold, code, emoji and links, also within each other', () => {
    expect(parseMrkdwn(':x: *<https://a.example/c?a=1&amp;b=2|c0ffee7>* runs `npm test`')).toEqual([
      { kind: 'emoji', name: 'x', text: '❌' },
      { kind: 'text', text: ' ' },
      {
        kind: 'bold',
        inside: [{ kind: 'link', href: 'https://a.example/c?a=1&b=2', inside: [{ kind: 'text', text: 'c0ffee7' }] }],
      },
      { kind: 'text', text: ' runs ' },
      { kind: 'code', text: 'npm test' },
    ]);
  });

  it('shows of a date what Slack shows where it knows no clock', () => {
    expect(
      parseMrkdwn('until <!date^1800000000^{date_short_pretty} {time}|2027-01-15 08:00 UTC> &lt;!date^1^x|y&gt;'),
    ).toEqual([
      { kind: 'text', text: 'until ' },
      { kind: 'text', text: '2027-01-15 08:00 UTC' },
      { kind: 'text', text: ' <!date^1^x|y>' },
    ]);
  });

  it.each([
    ['a link to a script', '<javascript:alert(1)|x>'],
    ['an unknown emoji', 'at 12:03:10 UTC'],
    ['a product', '2*3*4'],
    ['a lonely asterisk', '* a *'],
  ])('leaves %s as text', (_, source) => {
    expect(parseMrkdwn(source)).toEqual([{ kind: 'text', text: source }]);
  });

  it('never turns escaped text into markup', () => {
    expect(parseMrkdwn('&lt;https://evil.example|click&gt; &amp;lt; `a &lt;b&gt;`')).toEqual([
      { kind: 'text', text: '<https://evil.example|click> &lt; ' },
      { kind: 'code', text: 'a <b>' },
    ]);
  });
});

describe('parsePlain', () => {
  it('shows known shortcodes as emoji and leaves everything else, also markup, as it is', () => {
    expect(parsePlain(':mag: *a* at 12:03:10 :nothing: &amp;')).toEqual([
      { kind: 'emoji', name: 'mag', text: '🔍' },
      { kind: 'text', text: ' *a* at 12' },
      { kind: 'text', text: ':03:' },
      { kind: 'text', text: '10 ' },
      { kind: 'text', text: ':nothing:' },
      { kind: 'text', text: ' &amp;' },
    ]);
  });
});
