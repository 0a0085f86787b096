import { describe, expect, it } from 'vitest';
import type { Push } from '#core/intake/push.ts';
import { isRepositoryId } from '#core/intake/repository-id.ts';
import { parsePushes } from '#functions/receive-bitbucket/parse-pushes.ts';
import { parsePush } from '#functions/receive-gitlab/parse-push.ts';
import { verifyToken } from '#functions/receive-gitlab/verify-token.ts';
import { BITBUCKET_EXAMPLE, bitbucketPush } from '#test/fixtures/hosts/bitbucket.ts';
import { GITLAB_EXAMPLE, gitlabPush, ZEROS } from '#test/fixtures/hosts/gitlab.ts';
import { must } from '../holds.ts';
import type { Chance } from './chance.ts';
import { fuzz, shareOf } from './fuzz.ts';
import { KEYS } from './hostile.ts';
import { mutateTree } from './mutate-tree.ts';

const GITLAB: readonly [object, ...object[]] = [
  gitlabPush(),
  gitlabPush({ after: ZEROS }),
  gitlabPush({ before: ZEROS, ref: 'refs/heads/grüße', total: 30 }),
  gitlabPush({ message: `This reverts commit ${'c'.repeat(40)}.` }),
  GITLAB_EXAMPLE,
];
const BITBUCKET: readonly [object, ...object[]] = [
  bitbucketPush(),
  bitbucketPush({ before: null }, { after: null, name: 'grüße' }),
  bitbucketPush({ forced: true, message: `This reverts commit ${'c'.repeat(40)}.` }, { type: 'tag', name: 'v1' }),
  BITBUCKET_EXAMPLE,
];

/** Every one the same when it is sent again, and with nothing in it that the ledger could not bear. */
const checkPushes =
  (parse: (payload: unknown) => Push[] | undefined) =>
  (payload: unknown): string => {
    const pushes = parse(payload);
    if (!pushes) return 'no push';
    must(
      JSON.stringify(pushes) === JSON.stringify(parse(JSON.parse(JSON.stringify(payload)))),
      'another push when sent again',
    );
    for (const push of pushes) checkFields(push);
    return 'push';
  };

function checkFields(push: Push): void {
  for (const sha of [push.before, push.after, ...push.reverts]) must(/^[0-9a-f]{40}$/.test(sha), `the commit ${sha}`);
  must(push.before !== ZEROS || push.after !== ZEROS, 'from nowhere to nowhere');
  must(isRepositoryId(push.repositoryId) && typeof push.repositoryId === 'string', `the id ${push.repositoryId}`);
  must(/^refs\/(heads|tags)\/./s.test(push.ref) && push.ref.length <= 300, `the ref ${push.ref}`);
  must(push.senderId !== 0 && push.senderId !== '', `the sender ${push.senderId}`);
  must(push.subject.length <= 200 && push.author.length <= 100 && push.sender.length <= 300, 'a text that is too long');
  must(push.reverts.length <= 20, `${push.reverts.length} reverts`);
}

const wounded =
  (examples: readonly [object, ...object[]]) =>
  (draw: Chance): unknown =>
    mutateTree(draw.one(examples), draw);

describe('the parsers of other hosts` webhooks', () => {
  it.each([
    ['GitLab', GITLAB, (payload: unknown) => [parsePush(payload)].flatMap((push) => push ?? [])],
    ['Bitbucket', BITBUCKET, parsePushes],
  ] as const)(
    'find in any payload of %s pushes, the same when it is sent again, or none (W10, W11)',
    (_host, examples, parse) => {
      const check = checkPushes((payload) => {
        const pushes = parse(payload);
        return pushes && pushes.length > 0 ? pushes : undefined;
      });
      const outcomes = fuzz({ make: wounded(examples), check, show: (payload) => JSON.stringify(payload) });
      expect(shareOf(outcomes, 'push')).toBeGreaterThan(0.2);
      expect(shareOf(outcomes, 'no push')).toBeGreaterThan(0.2);
    },
    300_000,
  );

  it('take no token and no signature for GitLab`s that is not, whatever the headers hold (W01)', () => {
    const HEADERS = ['x-gitlab-token', 'webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
    const make = (draw: Chance) => ({
      headers: Object.fromEntries(HEADERS.map((name) => [name, draw.often(0.8) ? draw.one(KEYS) : undefined])),
      secret: draw.one(['the token', `whsec_${Buffer.alloc(32, 7).toString('base64')}`, 'whsec_', '']),
    });
    const check = ({ headers, secret }: ReturnType<typeof make>): string => {
      must(!verifyToken([secret], Buffer.from('{}'), headers), 'took it');
      return 'refused';
    };
    fuzz({ make, check, show: (given) => JSON.stringify(given) });
  }, 300_000);
});
