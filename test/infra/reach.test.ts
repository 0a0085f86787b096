import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXTERNAL_ID } from '#functions/compose/env.ts';
import { FUNCTIONS } from '#infra/installation.ts';

const handlerOf = (name: string): string =>
  readFileSync(new URL(`../../functions/${name}/handler.ts`, import.meta.url), 'utf8');

it('gives the external id to every function that assumes roles in other accounts, and to no other', () => {
  const assuming = FUNCTIONS.filter(({ name }) => handlerOf(name).includes('assumedRoles('));
  const given = FUNCTIONS.filter(({ optionalEnv }) => optionalEnv.includes(EXTERNAL_ID));
  expect(given).toEqual(assuming);
  expect(assuming.length).toBeGreaterThan(0);
});
