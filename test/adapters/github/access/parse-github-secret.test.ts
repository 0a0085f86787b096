import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseGitHubSecret } from '#adapters/github/access/parse-github-secret.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { appKeys } from '#test/local/github/an-app.ts';

const { privateKey: PEM } = appKeys();
const JWK = createPrivateKey(PEM).export({ format: 'jwk' });
const app = (text: string) => {
  const parsed = parseGitHubSecret(text);
  return parsed.kind === 'app'
    ? { ...parsed.app, privateKey: parsed.app.privateKey.export({ format: 'jwk' }) }
    : parsed;
};

describe('the secret that GitHub is asked with', () => {
  it('is a token, whatever white space is around it', () => {
    expect(parseGitHubSecret('github_pat_11ABC_xyz')).toEqual({ kind: 'token', token: 'github_pat_11ABC_xyz' });
    expect(parseGitHubSecret(' ghp_abc\n')).toEqual({ kind: 'token', token: 'ghp_abc' });
  });

  it.each<[string, string]>([
    ['as jq writes it', JSON.stringify({ appId: 123456, privateKey: PEM })],
    ['with the number as a text', JSON.stringify({ appId: '123456', privateKey: PEM })],
    ['pasted as it was downloaded, with its line breaks', `{\n  "appId": 123456,\n  "privateKey": "${PEM}"\n}\n`],
    ['with the line breaks of Windows', `{"appId": 123456, "privateKey": "${PEM.replaceAll('\n', '\r\n')}"}`],
    [
      'with line breaks that were escaped twice',
      JSON.stringify({ appId: 123456, privateKey: PEM.replaceAll('\n', '\\n') }),
    ],
    [
      'as PKCS#8, which others make of it',
      JSON.stringify({ appId: 123456, privateKey: createPrivateKey(PEM).export({ type: 'pkcs8', format: 'pem' }) }),
    ],
  ])('is an App, %s', (_, text) => {
    expect(app(text)).toEqual({ appId: '123456', privateKey: JWK });
  });

  it('takes the client id for the App`s number, and the installation when it is named', () => {
    const text = JSON.stringify({ appId: 'Iv23liAbCdEf', privateKey: PEM, installationId: 7 });
    expect(app(text)).toMatchObject({ appId: 'Iv23liAbCdEf', installationId: '7' });
  });

  const elliptic = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

  it.each<[string, string, RegExp]>([
    ['nothing', '', /is not set yet/],
    ['what stands there after an installation', 'not-set', /is not set yet/],
    ['a key alone', PEM, /holds a private key alone/],
    ['two words', 'canary token', /holds no token/],
    ['JSON that is cut off', `{"appId": 1, "privateKey": "${PEM}`, /is no JSON/],
    ['an App without a number', JSON.stringify({ privateKey: PEM }), /without a right `appId`/],
    [
      'an App whose number is a path',
      JSON.stringify({ appId: '../canary', privateKey: PEM }),
      /without a right `appId`/,
    ],
    ['an App without a key', JSON.stringify({ appId: 1 }), /without a right `privateKey`/],
    ['an App with half a key', JSON.stringify({ appId: 1, privateKey: PEM.slice(0, 300) }), /no RSA private key/],
    ['an App with another kind of key', JSON.stringify({ appId: 1, privateKey: elliptic }), /no RSA private key/],
    [
      'an App with a wrong installation',
      JSON.stringify({ appId: 1, privateKey: PEM, installationId: '1/2' }),
      /`installationId`/,
    ],
  ])('that is %s is refused with what to put in, and without a part of it', (_, text, why) => {
    const parse = () => parseGitHubSecret(text);
    expect(parse).toThrow(RepositoryUnreadable);
    expect(parse).toThrow(why);
    expect(parse).toThrow(/GITHUB_TOKEN_SECRET.*put in a token/);
    const said = (() => {
      try {
        return String(parse());
      } catch (error) {
        return `${error} ${(error as Error).cause ?? ''}`;
      }
    })();
    expect(said).not.toMatch(/canary|MII/);
  });
});
