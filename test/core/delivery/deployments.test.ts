import { describe, expect, it } from 'vitest';
import { deploymentsTo, type Passage } from '#core/delivery/deployments.ts';
import type { ReleaseState } from '#core/release/release.ts';
import { at, back, byHand, forward, healthy, turned } from './passages.ts';

const of = (...passages: Passage[]) => deploymentsTo('production', passages);

const inState = (passage: Passage, state: ReleaseState): Passage => ({
  ...passage,
  release: { ...passage.release, state },
});

describe('the deployments to a stage', () => {
  it('are releases that ECS took, with when they were healthy', () => {
    expect(of(healthy(7, 0))).toEqual([{ release: 7, acceptedAt: at(0), deployedAt: at(10), healthyAt: at(20) }]);
  });

  it('begin with the first target', () => {
    expect(of({ ...healthy(7, 0), changes: [...forward(12), ...forward(10)] })[0]?.deployedAt).toBe(at(10));
  });

  it('are known from what came of them where the answer of ECS was lost', () => {
    const lost = [{ direction: 'forward' as const, intentAt: at(9) }];
    expect(of({ ...turned(7, 0), changes: [...lost, back] })[0]?.deployedAt).toBe(at(9));
    expect(of({ ...healthy(7, 0), changes: lost })[0]?.deployedAt).toBe(at(9));
  });

  it.each<[string, Passage]>([
    ['a release that never came there', { ...healthy(7, 0), changes: [] }],
    ['one that was superseded while it waited', { ...inState(healthy(7, 0), 'SUPERSEDED'), run: {}, changes: [] }],
    [
      'one that was cancelled after the intent and before ECS had it',
      {
        ...inState(turned(7, 0), 'CANCELLED'),
        changes: [{ direction: 'forward', intentAt: at(9) }],
      },
    ],
    ['a rollback by hand', { ...byHand(7, 0, 6), changes: [...forward(10), back] }],
  ])('%s is none', (_what, passage) => {
    expect(of(passage)).toEqual([]);
  });

  it('have failed from their verdict, until they are proved back', () => {
    expect(of(turned(7, 0))).toEqual([
      { release: 7, acceptedAt: at(0), deployedAt: at(10), failedAt: at(15), restoredAt: at(18) },
    ]);
  });

  it('have failed, too, when a person cancels what has traffic', () => {
    const { verdict: _none, ...run } = turned(7, 0).run ?? {};
    expect(of({ ...inState(turned(7, 0), 'CANCELLED'), run })[0]).toMatchObject({
      failedAt: at(16),
      restoredAt: at(18),
    });
  });

  it('are not healthy when a person was faster than their leaving, whatever their verdict', () => {
    const { run: ran } = healthy(7, 0);
    const cancelled = { ...inState(turned(7, 0), 'CANCELLED'), run: { ...turned(7, 0).run, ...ran } };
    expect(of(cancelled)).toEqual([
      { release: 7, acceptedAt: at(0), deployedAt: at(10), failedAt: at(16), restoredAt: at(18) },
    ]);
  });

  it('have not failed here when it was healthy here and failed in another stage', () => {
    expect(of(inState(healthy(7, 0), 'ROLLED_BACK'))[0]).not.toHaveProperty('failedAt');
  });

  it('have failed from the order to roll back by hand, whoever was healthy before, until that is done', () => {
    expect(of(healthy(7, 0), byHand(8, 60, 7))).toEqual([
      {
        release: 7,
        acceptedAt: at(0),
        deployedAt: at(10),
        healthyAt: at(20),
        failedAt: at(60),
        restoredAt: at(65),
      },
    ]);
  });

  it.each<[string, Passage]>([
    ['was superseded', inState(byHand(8, 60, 7), 'SUPERSEDED')],
    ['still waits', inState(byHand(8, 60, 7), 'WAITING')],
    ['is about another release', byHand(8, 60, 6)],
  ])('have not failed when a rollback by hand %s', (_what, turn) => {
    expect(of(healthy(7, 0), turn)[0]).not.toHaveProperty('failedAt');
  });

  it('have not failed here when another stage was rolled back by hand', () => {
    const turn = byHand(8, 60, 7);
    const elsewhere = turn.release.turnsBack && { ...turn.release.turnsBack, stage: 'staging' };
    const staging = { ...turn, release: { ...turn.release, ...(elsewhere ? { turnsBack: elsewhere } : {}) } };
    expect(of(healthy(7, 0), staging)[0]).not.toHaveProperty('failedAt');
  });

  it('are restored by whichever comes first of a later release and a rollback by hand', () => {
    const stuck = inState(turned(7, 0), 'ROLLBACK_FAILED');
    expect(of(stuck)[0]).not.toHaveProperty('restoredAt');
    expect(of(stuck, byHand(8, 40, 7), healthy(9, 50))[0]).toMatchObject({ restoredAt: at(45) });
    expect(of(stuck, inState(byHand(8, 40, 7), 'ROLLBACK_FAILED'), healthy(9, 50))[0]).toMatchObject({
      restoredAt: at(70),
    });
  });

  it('are not restored by what was healthy before they failed', () => {
    expect(of(healthy(6, -60), healthy(7, 0), inState(byHand(8, 60, 7), 'ROLLBACK_FAILED'))[1]).not.toHaveProperty(
      'restoredAt',
    );
  });

  it('have failed when they end badly without a word in their run', () => {
    const died = { ...inState(turned(7, 0), 'ROLLBACK_FAILED'), run: {} };
    expect(of(died)[0]).toMatchObject({ failedAt: at(18) });
  });

  it('that still bake are neither healthy nor failed', () => {
    const { endedAt: _, ...release } = healthy(7, 0).release;
    const baking: Passage = {
      release: { ...release, state: 'BAKING' },
      run: { verdict: { kind: 'not yet', reason: 'bakes', at: at(15) } },
      changes: forward(10),
    };
    expect(of(baking)).toEqual([{ release: 7, acceptedAt: at(0), deployedAt: at(10) }]);
  });
});
