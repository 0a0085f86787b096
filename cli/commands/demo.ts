import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOneMachine } from '#local/installation/one-machine.ts';
import { freePorts } from '#local/installation/ports.ts';
import { bundle } from '../bundle.ts';
import { playScript } from '../demo/play-script.ts';
import { renderSummary } from '../demo/render-summary.ts';
import { EXIT } from '../exit-codes.ts';
import { followEvents } from '../follow-events.ts';
import { eventLine } from '../render/event-line.ts';
import { style } from '../render/style.ts';

/** Plays the demo in a directory and on ports of its own, so that it disturbs nothing that runs. Exit code 0: everything held. */
export async function demo(options: { json: boolean; keep: boolean }): Promise<number> {
  const say = (line: string): void => {
    if (!options.json) console.log(line);
  };
  const startedAt = Date.now();
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-demo-'));
  try {
    const bundles = await bundle();
    const machine = await startOneMachine({
      dir,
      port: await freePorts(4_620),
      bundles,
      onStep: (line) => say(style('gray', `  ${line}`)),
    });
    const unfollow = followEvents(machine, (event) => say(eventLine(event)));
    try {
      say(style('gray', `  console ${machine.urls.console}`));
      const result = await playScript(machine, (line) => say(`\n${style('bold', line)}`));
      const took = Date.now() - startedAt;
      console.log(
        options.json ? JSON.stringify({ ...result, durationMs: took }, null, 2) : renderSummary(result, took),
      );
      return result.checks.every((check) => check.holds) ? EXIT.done : EXIT.otherwise;
    } finally {
      unfollow();
      await machine.close();
    }
  } finally {
    if (options.keep) say(style('gray', `kept: ${dir}`));
    else rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}
