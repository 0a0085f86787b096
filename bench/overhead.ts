import { type Entry, type Row, row } from './entry.ts';
import { type HappyRelease, happyReleases } from './machine/happy-releases.ts';

const BUDGET_SECONDS = 6;

/** How much longer a good release takes than the work in it: what Bakewatch itself adds. */
export async function measure(): Promise<Entry> {
  const releases = await happyReleases();
  return {
    title: 'Overhead: a good release through two stages, beyond its real work',
    rows: releases.flatMap(rowsOf),
    note: [
      'From the accepted push to the end of the release, less the build (CodeBuild), both deployments (ECS), both smoke tests,',
      'the configured bakes (1 s and 4 s) and the evaluation period after each. What is left: starting executions and functions,',
      'reading and writing the ledger, hearing of what happened, and the wait for the next look (every 2 s here).',
      'The first release meets a machine on which no function has run yet.',
    ].join('\n'),
  };
}

function rowsOf({ release, work }: HappyRelease): Row[] {
  const name = `hello#${release.number}`;
  const whole = (release.endedAt ?? Number.NaN) - release.acceptedAt;
  const real = work.build + work.deployments + work.verify + work.bakes;
  return [
    row(`${name}: whole`, whole / 1_000, 's'),
    row(`${name}: build`, work.build / 1_000, 's'),
    row(`${name}: deployments`, work.deployments / 1_000, 's'),
    row(`${name}: smoke tests`, work.verify / 1_000, 's'),
    row(`${name}: bakes and evaluation periods`, work.bakes / 1_000, 's'),
    row(`${name}: overhead`, (whole - real) / 1_000, 's', BUDGET_SECONDS),
  ];
}
