import { randomUUID } from 'node:crypto';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functionName } from '#infra/installation.ts';
import { SAMPLE } from '#local/installation/sample.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { reporter } from '#test/local/github/reporter.ts';
import { ended, openScene, pushed, readRelease, releaseEvents, type Scene, story } from './scene.ts';
import { until } from './until.ts';

/** One service that requires checks: real pushes, reports by GitHub's own REST API, signed webhooks, bundles and events. */
describe('a service that requires checks', { timeout: 90_000 }, () => {
  let scene: Scene;
  let github: ReturnType<typeof reporter>;
  let visitors: Visitors;
  beforeAll(async () => {
    scene = await openScene(5_900, {
      edit: (config) =>
        config.replace(/^( +)build:/m, "$1checks: { require: [build, 'ci/circleci: test'], within: 50s }\n$1build:"),
    });
    github = reporter(`${scene.machine.urls.aws}/github`, SAMPLE.repository);
    visitors = startVisitors(scene.machine.urls.production, 25);
  }, 60_000);
  afterAll(async () => {
    visitors?.stop();
    await scene?.close();
  }, 30_000);

  const push = (subject: string): Promise<string> =>
    pushed(scene.machine.repository.workingCopyDirectory, { 'README.md': `${subject}\n` }, subject);
  const says = (number: number, words: RegExp) =>
    until(
      `hello#${number} to say ${words}`,
      async () => {
        const release = await readRelease(scene.machine.table, number);
        return release?.state === 'CHECKING' && words.test(release.reason ?? '') ? release : undefined;
      },
      20_000,
      () => story(scene.machine.table, number),
    );

  test('waits for them, says so, and is woken by the webhook of each, long before it would look again', async () => {
    const sha = await push('Say hello');
    await says(1, /^waits for its checks: build is not reported yet; ci\/circleci: test is not reported yet/);
    await github.status(sha, { context: 'ci/circleci: test', state: 'failure', target_url: 'https://ci.example/7' });
    const red = await says(1, /ci\/circleci: test is red \(failure, https:\/\/ci\.example\/7\)/);
    expect(red.endedAt).toBeUndefined();
    const { id } = await github.run(sha, { name: 'build', status: 'in_progress' });
    await github.status(sha, { context: 'ci/circleci: test', state: 'success' });
    await says(1, /^waits for its checks: build is running \(in_progress, .*\/runs\/\d+\); goes on/);
    const reported = Date.now();
    await github.changeRun(id, { conclusion: 'success' });
    const checked = await until(
      'the checks to have passed',
      async () => (await releaseEvents(scene.machine.table, 1)).find(({ kind }) => kind === 'checked'),
      20_000,
    );
    expect(checked.sentence).toBe('its checks are green: build and ci/circleci: test');
    expect(checked.at - reported).toBeLessThan(5_000);
    expect((await ended(scene.machine.table, 1)).state).toBe('SUCCEEDED');
  });

  test('expires when one stays red, with its name and its link, and nothing was built', async () => {
    const sha = await push('Say hello, badly');
    await github.status(sha, { context: 'ci/circleci: test', state: 'success' });
    await github.run(sha, { name: 'build', conclusion: 'timed_out', details_url: 'https://ci.example/8' });
    await says(2, /^waits for its checks: build is red/);
    const release = await ended(scene.machine.table, 2, 60_000);
    expect(release).toMatchObject({
      state: 'EXPIRED',
      reason: 'not all of its checks were green within 50 s: build is red (timed_out, https://ci.example/8)',
    });
    expect(release.digest).toBeUndefined();
    expect((release.endedAt ?? 0) - (release.checks?.until ?? 0)).toBeLessThan(5_000);
  });

  test('ends at once when somebody cancels it while it waits', async () => {
    await push('Say hello again');
    await says(3, /not reported yet/);
    const order = {
      id: randomUUID(),
      by: { via: 'cli', id: 'amy' },
      reason: 'the wrong branch',
      command: { kind: 'cancel', release: 'hello#3' },
    };
    const Payload = Buffer.from(JSON.stringify(order));
    await scene.machine.clients.lambda.send(new InvokeCommand({ FunctionName: functionName('obey-command'), Payload }));
    const release = await ended(scene.machine.table, 3, 5_000);
    expect(release).toMatchObject({ state: 'CANCELLED', reason: 'cancelled by amy: the wrong branch' });
  });
});
