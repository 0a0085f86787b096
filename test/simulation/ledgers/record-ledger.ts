import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { memoryReports } from '#adapters/memory/reports.ts';
import type { Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { noteBuild } from '#functions/note-build/note-build.ts';
import { receiveWebhook } from '#functions/receive-webhook/receive-webhook.ts';
import { reportRelease } from '#functions/report-to-github/report-release.ts';
import { openRig } from '../aws/orchestrator.ts';
import { releasesIn } from '../invariants/read-ledger.ts';
import { runStory } from '../run-story.ts';
import { SECRET } from '../world/signed.ts';
import { type KeptLedger, LEDGERS } from './kept-ledger.ts';
import { SCENES, type Scene } from './scenes.ts';

/**
 * `npm run record:ledger -- --version v2` keeps the ledgers of this version for all later ones to go on from. To be
 * run once per version of the format (ADR 16), never over a file that is there: what an old version wrote cannot be written anew.
 */
const { values } = parseArgs({ options: { version: { type: 'string' } } });
if (!/^v\d+$/.test(values.version ?? '')) throw new Error('Say which version of the format this is: --version v2');

async function record({ story, at }: Scene): Promise<KeptLedger> {
  // Each in a rig of its own: an execution's name says the how manieth story it belongs to.
  const rig = await openRig();
  const kept: Pick<KeptLedger, 'items' | 'stood'> = { items: [], stood: [] };
  const act = async ({ table, ledger }: Parameters<NonNullable<Meanwhile>['act']>[0]): Promise<void> => {
    await rejectOne(table);
    await noteBuilds(table, releasesIn(ledger));
    await report(table, releasesIn(ledger));
    kept.items = [...ledger.all()].sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
    kept.stood = releasesIn(ledger).map(({ state }) => state);
  };
  const { violations, ends } = await runStory(rig, story, { meanwhile: { at, act } });
  await rig.close();
  if (violations.length > 0) throw new Error(`"${story.title}" breaks a promise: ${JSON.stringify(violations)}`);
  console.log(`${story.title}: ${kept.items.length} items, ${kept.stood.join(', ')} -> ${ends.join(', ')}`);
  return { title: story.title, story, at, ...kept, ended: ends };
}

type Meanwhile = NonNullable<Parameters<typeof runStory>[2]>['meanwhile'];

/** Something signed that cannot be understood. */
async function rejectOne(table: Table): Promise<void> {
  const body = Buffer.from('{"ref": 1}');
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': '00000000-0000-0000-0000-000000000000',
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  };
  const patience = { attempts: 1, pause: async () => undefined };
  await receiveWebhook({ table, now: () => 0, secrets: async () => [SECRET], patience }, {
    method: 'POST',
    headers,
    body,
  } as Parameters<typeof receiveWebhook>[1]);
}

/** What CodeBuild says of every build that is under way: in these stories nobody tells of it. */
async function noteBuilds(table: Table, releases: StoredRelease[]): Promise<void> {
  for (const release of releases.filter(({ state }) => state === 'BUILDING')) {
    const id = releaseId(release);
    const { plan } = (await table.read(keys.plan(id))) as Stored<{ plan: Plan }>;
    const { project = '' } = plan.build;
    const build = { id: `${project}:1`, project, isRunning: true, release: id };
    const read = async () => ({ ...build, startedAt: release.acceptedAt + 1_000, logs: 'https://logs.example.com/1' });
    await noteBuild({ table, builds: { read, stop: async () => undefined } }, build.id);
  }
}

/** What GitHub is told of each release: all of the first ones, and of the last in vain. */
async function report(table: Table, releases: StoredRelease[]): Promise<void> {
  const reports = memoryReports(releases[0]?.repositoryId as number);
  const ports = { table, reports, page: (arn: string) => `https://console.example.com/${arn}`, log: () => undefined };
  const last = releases.at(-1);
  for (const release of releases) {
    if (release === last) reports.break(new Error('GitHub is away'));
    await reportRelease({ ...ports, now: () => release.acceptedAt + 1_000 }, releaseId(release));
  }
}

const ledgers: KeptLedger[] = [];
for (const scene of SCENES) ledgers.push(await record(scene));
/** An item a line: short, and a later reader can still find one. */
const lines = ledgers.map(
  ({ items, ...rest }) =>
    `${JSON.stringify(rest).slice(0, -1)},"items":[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]}`,
);
writeFileSync(new URL(`${values.version}.json`, LEDGERS), `[\n${lines.join(',\n')}\n]\n`, { flag: 'wx' });
