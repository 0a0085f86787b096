import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { expect, it } from 'vitest';
import { createCodeBuild } from '#local/codebuild/create-codebuild.ts';
import { systemClock } from '#local/time/clock.ts';
import { codeBuildBench, project } from './code-build-bench.ts';

it('an event that could not be handed over is handed over at the next start', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'codebuild-'));
  const bench = await codeBuildBench({ dir, started: false });
  const source = { type: 'NO_SOURCE' as const, buildspec: 'version: 0.2\nphases: {}\n' };
  await bench.client.send(new CreateProjectCommand({ ...project('web', ''), source }));
  await bench.close();

  const broken = createCodeBuild({
    dir: join(dir, 'codebuild'),
    clock: systemClock(),
    endpointUrl: () => '',
    emit: () => {
      throw new Error('the machine dies here');
    },
  });
  expect(() => broken.startBuild({ projectName: 'web' })).toThrow('the machine dies here');
  await broken.close();

  const again = await codeBuildBench({ dir, concurrency: 0 });
  expect(again.events.map((event) => event.detail['build-status'])).toEqual(['IN_PROGRESS']);
  await again.close();
});
