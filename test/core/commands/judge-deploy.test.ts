import { describe, expect, it } from 'vitest';
import { type DeployAsked, judgeDeploy } from '#core/commands/judge-deploy.ts';
import { isUnread, makeDeploy } from '#core/commands/make-deploy.ts';
import type { Current } from '#core/release/current.ts';
import type { Release } from '#core/release/release.ts';
import { aRelease, NOON } from '#test/fixtures/ledger.ts';

const SHA = 'a'.repeat(40);
const asked = (over: Partial<DeployAsked> = {}): DeployAsked => ({
  service: 'hello',
  sha: SHA,
  config: {},
  recent: [],
  quarantine: undefined,
  ...over,
});
const was = (number: number, over: Partial<Release> = {}) => aRelease({ number, sha: SHA, ...over });

describe('a release without a push', () => {
  it('is made of a commit that nothing is known of', () => {
    expect(judgeDeploy(asked({ recent: [was(3, { sha: 'b'.repeat(40), state: 'BAKING' })] }))).toEqual({
      effect: { model: undefined },
    });
  });

  it.each(['FAILED', 'EXPIRED', 'REJECTED', 'CANCELLED', 'SUPERSEDED', 'ROLLED_BACK', 'SUCCEEDED'] as const)(
    'is made again of one that is %s, and takes its author from the newest',
    (state) => {
      const recent = [was(9, { state }), was(7, { state: 'FAILED' })];
      expect(judgeDeploy(asked({ recent }))).toMatchObject({ effect: { model: { number: 9 } } });
    },
  );

  it('is not made while one of the same commit is on its way, wherever it stands among the others', () => {
    const recent = [was(9, { state: 'FAILED' }), was(8, { state: 'ROLLING_BACK', stage: 'production' })];
    expect(judgeDeploy(asked({ recent }))).toEqual({
      refused: 'hello#8 is on its way with this commit already: it is ROLLING BACK in production',
    });
  });

  it('is no rival of a rollback by hand to the same commit, nor modelled on it', () => {
    const turnsBack = { stage: 'production', goesTo: {} as Current, by: 'amy', reason: 'x' };
    expect(judgeDeploy(asked({ recent: [was(9, { state: 'WAITING', turnsBack })] }))).toEqual({
      effect: { model: undefined },
    });
  });

  it('is not made of a commit that is quarantined, and says how it is pardoned', () => {
    const quarantine = { service: 'hello', sha: SHA, release: 5, stage: 'production', reason: 'errors', at: NOON };
    expect(judgeDeploy(asked({ quarantine }))).toMatchObject({
      refused: expect.stringMatching(/since hello#5 \(errors\).*`bakewatch pardon hello aaaaaaa` first$/),
    });
  });

  it('needs somebody who is named where only listed senders may release', () => {
    const senders = [7];
    expect(judgeDeploy(asked({ config: { senders } }))).toMatchObject({
      refused: expect.stringContaining('`may: deploy`'),
    });
    for (const may of [{ deploy: ['amy'] }, { everything: ['amy'] }])
      expect(judgeDeploy(asked({ config: { senders, may } })).refused).toBeUndefined();
    expect(judgeDeploy(asked({ config: { senders, may: { approve: ['amy'] } } })).refused).toBeDefined();
  });
});

describe('the release that is made', () => {
  const made = (model?: Release) =>
    makeDeploy({
      ...{ service: 'hello', number: 8, sha: SHA, branch: 'main', repository: { id: 42, name: 'acme/hello' } },
      ...{ model, by: 'amy', reason: 'it expired', at: NOON },
    });

  it('says who ordered it and why, and that the repository is to be asked what is newest', () => {
    const { release, event } = made();
    expect(release).toMatchObject({
      state: 'ACCEPTED',
      ref: 'refs/heads/main',
      askedFor: { by: 'amy', reason: 'it expired' },
      unordered: true,
    });
    expect(event).toMatchObject({
      release: 'hello#8',
      number: 1,
      actor: 'amy',
      kind: 'accepted',
      sentence: 'amy releases commit aaaaaaa of main: it expired',
    });
    expect(isUnread(release)).toBe(true);
  });

  it('keeps who pushed the commit before, so that she may not approve it now', () => {
    const { release } = made(was(3, { author: 'zed', pusher: 'zoe', subject: 'Mend it', reverts: ['c'.repeat(40)] }));
    expect(release).toMatchObject({ author: 'zed', pusher: 'zoe', subject: 'Mend it', reverts: ['c'.repeat(40)] });
    expect(isUnread(release)).toBe(false);
  });
});
