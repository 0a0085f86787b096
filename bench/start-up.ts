import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '#local/installation/ports.ts';
import { type Entry, row } from './entry.ts';
import { pushChange } from './machine/push-change.ts';
import { type Running, startProcess } from './process/start-process.ts';
import { treeRss } from './process/tree-rss.ts';

const RELEASES = 5;
const MB = 1_000_000;
const BUDGETS = {
  first: { consoleSeconds: 12, webhookSeconds: 12, treeMb: 650 },
  second: { consoleSeconds: 12, webhookSeconds: 12 },
  afterReleasesMb: 1_150,
};

/** How long `npm start` takes until it can be used, and what it holds of the memory. */
export async function measure(): Promise<Entry> {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-bench-'));
  const port = await freePorts(4_800);
  try {
    const first = await firstRun(dir, port);
    const running = await startProcess(dir, port);
    await running.stop();
    const again = running.ready;
    return {
      title: 'Start-up: `npm start` until it can be used, and its memory',
      rows: [
        row('first run: console page answers', first.ready.consoleSeconds, 's', BUDGETS.first.consoleSeconds),
        row('first run: webhook answers', first.ready.webhookSeconds, 's', BUDGETS.first.webhookSeconds),
        row('second run: console page answers', again.consoleSeconds, 's', BUDGETS.second.consoleSeconds),
        row('second run: webhook answers', again.webhookSeconds, 's', BUDGETS.second.webhookSeconds),
        row('first run: memory once ready, the process', first.begin.own / MB, 'MB'),
        row('first run: memory once ready, with its children', first.begin.all / MB, 'MB', BUDGETS.first.treeMb),
        row(`after ${RELEASES} releases, the process`, first.end.own / MB, 'MB'),
        row(`after ${RELEASES} releases, with its children`, first.end.all / MB, 'MB', BUDGETS.afterReleasesMb),
        row('processes then', first.end.processes, ''),
      ],
      note: [
        'From the start of the process (`node cli/bakewatch.ts start`, 10 visitors a second to each stage) to the first answer; the webhook`s',
        'is the refusal of an unsigned request, so the function has started and read its secret. Bundling is part of it. Memory is resident',
        'size, summed over the tree: pages that processes share count several times. Its children are the tasks of the sample.',
      ].join('\n'),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function firstRun(dir: string, port: number) {
  const running = await startProcess(dir, port);
  try {
    const begin = treeRss(running.pid);
    await releaseSome(running, join(dir, 'git', 'hello'));
    return { ready: running.ready, begin, end: treeRss(running.pid) };
  } finally {
    await running.stop();
  }
}

/** The first run pushes the first release itself. */
async function releaseSome(running: Running, workingCopyDirectory: string): Promise<void> {
  for (let number = 1; number <= RELEASES; number += 1) {
    if (number > 1) await pushChange(workingCopyDirectory, 0);
    await running.line(new RegExp(`hello#${number} .* SUCCEEDED`));
  }
}
