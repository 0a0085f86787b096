import { createPrivateKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { appJwt } from '#adapters/github/access/app-jwt.ts';
import { verifyJwt } from '#local/github/app/verify-jwt.ts';
import { appKeys } from '#test/local/github/an-app.ts';

const NOW = 1_800_000_000_000;
const { privateKey, publicKey } = appKeys();
const token = appJwt({ appId: '123456', privateKey: createPrivateKey(privateKey) }, NOW);
const partOf = (index: number) => JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8'));

it('an App introduces itself for less than ten minutes, from a minute before, under its own signature', () => {
  expect(partOf(0)).toEqual({ alg: 'RS256', typ: 'JWT' });
  expect(partOf(1)).toEqual({ iat: NOW / 1_000 - 60, exp: NOW / 1_000 + 540, iss: '123456' });
  const about = { appId: '123456', publicKey };
  expect(verifyJwt(token, { ...about, now: NOW })).toBe(true);
  // GitHub's clock may be a minute behind, and takes nothing that is valid for longer than ten.
  expect(verifyJwt(token, { ...about, now: NOW - 59_000 })).toBe(true);
  expect(verifyJwt(token, { ...about, now: NOW + 541_000 })).toBe(false);
  expect(verifyJwt(token, { ...about, now: NOW, appId: '1' })).toBe(false);
  expect(verifyJwt(token, { ...about, now: NOW, publicKey: appKeys().publicKey })).toBe(false);
});
