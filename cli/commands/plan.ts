import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Forecast } from '#core/forecast/forecast.ts';
import { makeForecast } from '#core/forecast/make-forecast.ts';
import { sayNow } from '#core/forecast/say-now.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { loadConfig } from '#local/installation/load-config.ts';
import { UserError } from '#local/installation/user-error.ts';
import { readFreezes } from '#views/read/read-freezes.ts';
import { readOverview } from '#views/read/read-overview.ts';
import type { Overview } from '#views/views.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { renderForecast } from '../render/forecast.ts';
import { style } from '../render/style.ts';
import { Unreachable } from '../unreachable.ts';

/** What a push would do, stage by stage; where Bakewatch runs, also what it would meet there now. */
export async function plan(file: string, options: Where & { json: boolean }): Promise<number> {
  if (!existsSync(file))
    throw new UserError(`There is no ${file}: name the file, for instance .bakewatch/bakewatch.yaml.`);
  const now = Date.now();
  const ledger = await readLedger(options, now);
  const forecasts = makeForecast(loadConfig(file), now).map((forecast) => (ledger ? meet(forecast, ledger) : forecast));
  if (options.json)
    console.log(JSON.stringify({ file, now, isLive: ledger !== undefined, services: forecasts }, null, 2));
  else
    console.log(
      [
        ...forecasts.map(renderForecast),
        ...(ledger
          ? []
          : [style('gray', `From the file alone: Bakewatch does not run in ${relative('.', options.dir) || '.'}.`)]),
      ].join('\n\n'),
    );
  return EXIT.done;
}

interface Ledger {
  overview: Overview;
  freezes: Freeze[];
}

/** Undefined where nothing runs: a plan is made before anything is installed, too. */
async function readLedger(where: Where, now: number): Promise<Ledger | undefined> {
  const connection = await connect(where).catch((error: Error) => {
    if (error instanceof Unreachable && !(where.aws || where.profile || where.region)) return undefined;
    throw error;
  });
  if (!connection) return undefined;
  const { table } = connection;
  return { overview: await readOverview(table, now), freezes: await readFreezes(table, now) };
}

/** What is there now stands before what would be done. */
function meet(forecast: Forecast, { overview, freezes }: Ledger): Forecast {
  const known = overview.services.find(({ name }) => name === forecast.service);
  return {
    ...forecast,
    stages: forecast.stages.map((stage) => {
      const now = known?.stages.find(({ name }) => name === stage.name) ?? { waiting: [] };
      return { ...stage, lines: [sayNow(forecast.service, stage.name, now, freezes), ...stage.lines] };
    }),
  };
}
