import { sayAsked } from '#core/commands/say-asked.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { releaseId, shortSha } from '#core/release/release.ts';
import { ago } from '#core/words/ago.ts';
import { cut } from '#core/words/say-time.ts';
import { readOverview } from '#views/read/read-overview.ts';
import type { Overview, ServiceView, StageView } from '#views/views.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { plain, STATE_WIDTH, sayState, style } from '../render/style.ts';
import { renderTable } from '../render/table.ts';

/** What runs where since when, what waits and why. */
export async function status(options: Where & { json: boolean }): Promise<number> {
  const { table, home } = await connect(options);
  const overview = await readOverview(table, Date.now());
  const { now, services, freezes } = overview;
  if (options.json) console.log(JSON.stringify({ now, services, freezes }, null, 2));
  else
    console.log(
      [
        ...overview.services.map((service) => renderService(service, overview)),
        ...(freezes.length > 0 ? [freezes.map((freeze) => renderFreeze(freeze, overview.now)).join('\n')] : []),
        style('gray', home),
      ].join('\n\n'),
    );
  return EXIT.done;
}

const renderFreeze = (freeze: Freeze, now: number): string =>
  style(
    'yellow',
    `${sayAsked({ kind: 'freeze', command: { ...freeze } })}: by ${plain(freeze.by)} ${ago(freeze.at, now)}, ${plain(freeze.reason)}`,
  );

function renderService(service: ServiceView, { now }: Overview): string {
  const stages = renderTable(
    ['stage', 'runs', 'commit', 'since', 'now'],
    service.stages.map((stage) => stageRow(service.name, stage, now)),
  );
  const active = service.releases.filter((r) => r.endedAt === undefined);
  const lines = active.map(
    (r) => `  ${style('bold', releaseId(r))}  ${sayState(r.state, STATE_WIDTH)}  ${plain(r.reason ?? '')}`,
  );
  const waiting = active.find((r) => r.state === 'WAITING' || r.state === 'CHECKING');
  const hint = waiting ? [style('gray', `  what brings it on: npx bakewatch why '${releaseId(waiting)}'`)] : [];
  return [
    `${style('bold', service.name)}  ${style('gray', service.repository ?? '')}`,
    stages,
    ...(lines.length > 0 ? ['', ...lines, ...hint] : []),
  ].join('\n');
}

function stageRow(service: string, { name, current, holder, hold }: StageView, now: number): string[] {
  const doing = [
    ...(holder ? [`${service}#${holder.release} ${(holder.state ?? 'is there').toLowerCase().replace('_', ' ')}`] : []),
    ...(hold
      ? [style('yellow', `held: ${plain(hold.reason)} (lift it: bakewatch resume ${service} ${name} --reason "...")`)]
      : []),
  ];
  return [
    name,
    current ? `${service}#${current.release}` : style('gray', 'nothing yet'),
    current ? `${shortSha(current.sha)} ${plain(cut(current.subject ?? '', 40))}` : '',
    current ? ago(current.at, now) : '',
    doing.join('; ') || style('gray', 'idle'),
  ];
}
