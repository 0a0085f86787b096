import { describe, expect, it } from 'vitest';
import { eventLine } from '#cli/render/event-line.ts';
import { sayAsked } from '#core/commands/say-asked.ts';
import type { CommandRecord, Stored } from '#core/ledger/items.ts';
import { COMMAND_PREFIX, keys } from '#core/ledger/keys.ts';
import type { Item, Table } from '#core/ports/table.ts';
import { type Release, releaseId } from '#core/release/release.ts';
import { pagesAt } from '#core/words/pages-at.ts';
import { type ExplainCommitPorts, explainCommit } from '#functions/explain-commit/explain-commit.ts';
import { readOverview } from '#views/read/read-overview.ts';
import { readReleaseView } from '#views/read/read-release-view.ts';
import { tableOf } from '../aws/observed-table.ts';
import { openRig } from '../aws/orchestrator.ts';
import { releasesIn } from '../invariants/read-ledger.ts';
import { type Outcome, runStory } from '../run-story.ts';
import { documentedKinds } from './documented-kinds.ts';
import { type KeptLedger, keptLedgers } from './kept-ledger.ts';

const versions = keptLedgers();
/** A kind that came later is in no ledger of before. */
const newest = versions.reduce((one, other) => (numberOf(other) > numberOf(one) ? other : one));
const ledgers = versions.flatMap(({ version, ledgers: kept }) => kept.map((ledger) => ({ version, ...ledger })));

function numberOf({ version }: { version: string }): number {
  return Number(version.slice(1));
}

describe('the ledgers that are kept', () => {
  it('have, in the newest version, every kind of item that docs/architecture.md lists', () => {
    const items = newest.ledgers.flatMap((ledger) => ledger.items);
    const kinds = documentedKinds();
    expect(kinds.length).toBeGreaterThan(20);
    expect(kinds.filter(({ isOf }) => !items.some(isOf)).map(({ row }) => row)).toEqual([]);
    expect(items.some(({ sk }) => /^DEPLOYMENT#.*#rollback$/.test(sk))).toBe(true);
  });

  it('have no item that docs/architecture.md does not list', () => {
    const kinds = documentedKinds();
    const unknown = ledgers.flatMap(({ items }) => items.filter((item) => !kinds.some(({ isOf }) => isOf(item))));
    expect(unknown.map(({ pk, sk }) => `${pk} / ${sk}`)).toEqual([]);
  });
});

/**
 * Tells the story anew, with the code of today, up to the moment at which the ledger was kept; then the ledger is what that version
 * had written, and today's code goes on with it.
 */
async function goOn(
  { story, at }: KeptLedger,
  items: Item[],
): Promise<{ outcome: Outcome; stands: string[]; after: Item[] }> {
  const rig = await openRig();
  const seen: { stands: string[]; after: () => Item[] } = { stands: [], after: () => [] };
  try {
    const outcome = await runStory(rig, story, {
      meanwhile: {
        at,
        async act({ ledger, become }) {
          seen.stands = releasesIn(ledger).map(({ state }) => state);
          await become(items);
          seen.after = () => [...ledger.all()];
        },
      },
    });
    return { outcome, stands: seen.stands, after: seen.after() };
  } finally {
    await rig.close();
  }
}

/** As a later version may have written it, with kinds of events, orders and blockers that nobody here has heard of. */
function ofLater(item: Item): Item {
  if (item.sk.startsWith('EVENT#')) return { ...item, kind: 'of-a-later-version' };
  if (item.pk.startsWith('COMMAND')) return { ...item, kind: 'canary', command: { kind: 'canary', percent: 5 } };
  const { blockers } = item;
  return Array.isArray(blockers) ? { ...item, blockers: [...blockers, { kind: 'quota', limits: [3] }] } : item;
}

const NOW = Date.UTC(2026, 10, 22, 13);

/** A host that knows nothing, so that the ledger alone must answer. */
const sourceHost: ExplainCommitPorts['sourceHost'] = {
  isOnBranch: async () => Promise.reject(new Error('the repository cannot be asked')),
  resolve: async () => Promise.reject(new Error('the repository cannot be asked')),
};

/** Everything that people are shown of every release. */
async function shown(table: Table, releases: Release[]): Promise<string[]> {
  const overview = await readOverview(table, NOW);
  const said = await Promise.all(
    releases.map(async (release) => {
      const view = await readReleaseView(
        { table, pages: pagesAt({ github: 'https://host' }) },
        release.service,
        release.number,
        NOW,
      );
      const asked = await Promise.all(
        [releaseId(release), release.sha].map((text) =>
          explainCommit({ table, sourceHost, now: () => NOW }, { asked: text }),
        ),
      );
      return JSON.stringify({ view, lines: view?.events.map(eventLine), asked });
    }),
  );
  const orders = await table.list(keys.commandRecord('hello', 0, '').pk, { prefix: COMMAND_PREFIX });
  const asked = (orders as Stored<CommandRecord>[]).map(sayAsked);
  return [JSON.stringify(overview), asked.join('\n'), ...said];
}

describe.each(ledgers)('the ledger of $version, $title', (kept) => {
  it('is gone on from, and ends as it did then (F04, L12)', { timeout: 60_000 }, async () => {
    const { outcome, stands, after } = await goOn(kept, kept.items);
    expect(stands, 'how the releases stand when today`s code has told the story so far').toEqual(kept.stood);
    expect(outcome.violations, outcome.lines.join('\n')).toEqual([]);
    expect(outcome.ends).toEqual(kept.ended);
    const releases = after.filter(({ pk, sk }) => pk === 'SERVICE#hello' && sk.startsWith('RELEASE#'));
    for (const text of await shown(await tableOf(after), releases as unknown as Release[]))
      expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('is gone on from, and ends as it did then, when a later version calls its events by names of its own', {
    timeout: 60_000,
  }, async () => {
    const { outcome } = await goOn(kept, kept.items.map(ofLater));
    expect(outcome.violations, outcome.lines.join('\n')).toEqual([]);
    expect(outcome.ends).toEqual(kept.ended);
  });

  it.each([
    ['', (item: Item) => item],
    [', also what only a later version knows', ofLater],
  ])('is shown and explained%s', async (_what, readAs) => {
    const releases = kept.items.filter(({ pk, sk }) => pk === 'SERVICE#hello' && sk.startsWith('RELEASE#'));
    const texts = await shown(await tableOf(kept.items.map(readAs)), releases as unknown as Release[]);
    expect(texts).toHaveLength(releases.length + 2);
    for (const text of texts) {
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      expect(text).not.toContain('"explained":false');
    }
  });
});
