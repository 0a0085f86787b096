import { describe, expect, it } from 'vitest';
import { freePorts, portsFrom } from '#local/installation/ports.ts';

describe('four ports in a row', () => {
  it('are told apart by what listens there', () => {
    expect(portsFrom(4_600)).toEqual({ aws: 4_600, console: 4_601, staging: 4_602, production: 4_603 });
  });

  it.each([6_563, 6_564, 6_566, 6_000, 10_077])(
    'beginning with %i are refused: browsers do not talk to one of them',
    (first) => {
      expect(() => portsFrom(first)).toThrow(/Browsers do not talk to port (6566|6000|10080)/);
    },
  );

  it('are found where browsers may talk to all of them', async () => {
    expect(await freePorts(6_564)).toBeGreaterThan(6_566);
    for (const port of [6_564, 6_565, 6_566]) await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });
});
