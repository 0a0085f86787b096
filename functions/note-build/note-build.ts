import type { NotedBuild, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put, unchanged } from '#core/ledger/record.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Build, Builds } from '#core/ports/builds.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { judgeBuild } from '#core/release/judge-build.ts';
import { parseReleaseId } from '#core/release/release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

export interface NoteBuildPorts {
  table: Table;
  builds: Builds;
}

export type Noted = 'noted' | 'stopped' | 'nothing to note';

/**
 * A build has begun: its release remembers which one it is and where its log is, and whoever ends the release can stop it. Was the
 * release ended before, it is stopped here. Looks at the build itself; safe to call at any time, for any build.
 */
export async function noteBuild({ table, builds }: NoteBuildPorts, id: string): Promise<Noted> {
  const build = await builds.read(id);
  const named = parseReleaseId(build?.release ?? '');
  if (!(build && named)) return 'nothing to note';
  const noted = await settleChange(table, () => judge(table, build, keys.release(named.service, named.number)));
  if (noted === 'stopped') await builds.stop(id);
  return noted;
}

async function judge(
  table: Table,
  build: Build,
  releaseKey: { pk: string; sk: string },
): Promise<{ changes: Change[]; result: Noted }> {
  const id = build.release ?? '';
  const [release, plan, known] = await Promise.all([
    table.read(releaseKey) as Promise<StoredRelease | undefined>,
    table.read(keys.plan(id)) as Promise<Stored<{ plan: Plan }> | undefined>,
    table.read(keys.build(id)) as Promise<Stored<NotedBuild> | undefined>,
  ]);
  const judged = release ? judgeBuild(release, plan?.plan.build.project, build) : 'strange';
  if (judged === 'needless') return { changes: [], result: 'stopped' };
  if (judged === 'strange') return { changes: [], result: 'nothing to note' };
  const note: NotedBuild = { id: build.id, ...(build.logs ? { logs: build.logs } : {}) };
  // Bound to the release as it was read: whoever ends it from now on finds the note.
  const changes = known?.id === build.id ? [] : [put(keys.build(id), known, note), unchanged(releaseKey, release)];
  return { changes, result: 'noted' };
}
