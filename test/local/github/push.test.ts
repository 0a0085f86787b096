import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRepository } from '#local/github/create-repository.ts';
import { redeliver } from '#local/github/redeliver.ts';
import { type WebhookReceiver, webhookReceiver } from './webhook-receiver.ts';
import { type Workbench, workbench } from './workbench.ts';

const NOTHING = '0'.repeat(40);
const signatureOf = (body: Buffer | string): string => createHmac('sha256', 'hush').update(body).digest('hex');

describe('a push to the bare repository', () => {
  let receiver: WebhookReceiver;
  let bench: Workbench;
  beforeEach(async () => {
    receiver = await webhookReceiver();
    bench = await workbench(receiver.url);
  });
  afterEach(() => receiver.close());

  const last = () => receiver.received.at(-1)?.payload;

  it('sends a push webhook signed over its exact bytes, and shows the answer to the pusher', async () => {
    const sha = await bench.commit('a.txt', 'one');
    const { stderr } = await bench.git('push');
    const hook = receiver.received[0];
    expect(stderr).toMatch(/^remote: bakewatch: hello#2 accepted\s*$/m);
    expect(hook?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-hook-id': '42',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    });
    expect(hook?.headers['x-hub-signature-256']).toBe(`sha256=${signatureOf(hook?.raw ?? '')}`);
    expect(hook?.payload).toMatchObject({
      ref: 'refs/heads/main',
      before: NOTHING,
      after: sha,
      created: true,
      deleted: false,
      forced: false,
      base_ref: null,
      head_commit: { id: sha, message: 'change a.txt', author: { name: 'Ada', email: 'ada@example.com' } },
      repository: { id: 42, full_name: 'you/hello', default_branch: 'main', owner: { login: 'you' } },
    });
  });

  it('lists the new commits oldest first, with the files each one touched', async () => {
    await bench.commit('a.txt', 'one');
    await bench.git('push');
    await bench.commit('b.txt', 'two');
    await bench.git('rm', '--quiet', 'b.txt');
    const tip = await bench.commit('a.txt', 'three');
    await bench.git('push');
    expect(last().commits).toMatchObject([
      { message: 'change b.txt', distinct: true, added: ['b.txt'], removed: [], modified: [] },
      { id: tip, message: 'change a.txt', added: [], removed: ['b.txt'], modified: ['a.txt'] },
    ]);
  });

  it('shows what a merge itself changed', async () => {
    await bench.commit('a.txt', 'one');
    await bench.git('push');
    await bench.git('switch', '--quiet', '--create', 'side');
    await bench.commit('side.txt', 'side');
    await bench.git('switch', '--quiet', 'main');
    await bench.commit('main.txt', 'main');
    await bench.git('merge', '--quiet', '--no-edit', 'side');
    await bench.git('push');
    expect(last().commits).toHaveLength(3);
    expect(last().head_commit.added).toEqual(['side.txt']);
  });

  it('marks a forced push, a deletion and a commit that another branch had already', async () => {
    await bench.commit('a.txt', 'one');
    await bench.git('push');
    await bench.commit('a.txt', 'other', '--amend');
    await bench.git('push', '--force');
    expect(last()).toMatchObject({ forced: true, created: false });
    await bench.git('push', 'origin', 'HEAD:refs/heads/copy');
    expect(last()).toMatchObject({ ref: 'refs/heads/copy', created: true, commits: [] });
    await bench.git('push', 'origin', '--delete', 'copy');
    expect(last()).toMatchObject({ deleted: true, after: NOTHING, head_commit: null, commits: [] });
  });

  it('tells of each ref of a push, tags included', async () => {
    await bench.commit('a.txt', 'one');
    await bench.git('tag', '--annotate', '--message', 'v1', 'v1');
    await bench.git('push', 'origin', 'main', 'v1');
    expect(receiver.received.map(({ payload }) => payload.ref)).toEqual(['refs/heads/main', 'refs/tags/v1']);
    expect(last().head_commit.id).toBe(await bench.head());
  });

  it.each(['$(id>pwned)', 'a;id>pwned', '`id>pwned`', 'it\'s&&"quoted"|id>pwned', '-n', 'ümläut/☃'])(
    'carries the branch name %s as data',
    async (name) => {
      await bench.commit('a.txt', 'one');
      await bench.git('push', 'origin', `HEAD:refs/heads/${name}`);
      expect(last().ref).toBe(`refs/heads/${name}`);
      expect(last().commits).toHaveLength(1);
      for (const folder of [bench.bare, bench.work, bench.dir]) expect(existsSync(join(folder, 'pwned'))).toBe(false);
    },
  );

  it('carries hostile authors, messages and file names as data', async () => {
    const message = 'subject\n\n$(touch pwned)\nA\n"quotes" \u001b[31mred';
    await bench.commit('new\nline $(x).txt', 'one', '--message', message, '--author', '`id`;\nrm -rf <$(id)@x\n>');
    const { stderr } = await bench.git('push');
    expect(stderr).toContain('remote: bakewatch: hello#2 accepted');
    expect(last().commits[0].added).toEqual(['new\nline $(x).txt']);
    expect(last().commits[0].message).toContain(message);
    expect(last().commits[0].author.name).toMatch(/^`id`;\s*rm -rf$/);
  });

  it('lets no control character of the answer reach the terminal', async () => {
    receiver.answers(200, JSON.stringify({ message: 'fine\u001b[2J\nremote: forged' }));
    await bench.commit('a.txt', 'one');
    const { stderr } = await bench.git('push');
    expect(stderr).toMatch(/^remote: fine \[2J remote: forged\s*$/m);
  });

  it('runs its hook also for somebody whose own configuration sends hooks elsewhere', async () => {
    await bench.commit('a.txt', 'one');
    const file = join(bench.dir, 'gitconfig');
    writeFileSync(file, '[core]\n\thooksPath = /dev/null\n');
    process.env['GIT_CONFIG_GLOBAL'] = file;
    try {
      await bench.git('push');
    } finally {
      delete process.env['GIT_CONFIG_GLOBAL'];
    }
    expect(receiver.received).toHaveLength(1);
  });

  it('keeps what was refused, and delivers it again under the same id', async () => {
    receiver.answers(500, 'no');
    await bench.commit('a.txt', 'one');
    expect((await bench.git('push')).stderr).toMatch(/remote: Bakewatch refused the push with 500/);
    receiver.answers(202, '{}');
    expect(await redeliver(bench.bare)).toMatchObject([{ ref: 'refs/heads/main', status: 202 }]);
    const [first, second] = receiver.received;
    expect(second?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery']);
    expect(second?.raw.equals(first?.raw ?? Buffer.alloc(0))).toBe(true);
    expect(await redeliver(bench.bare)).toEqual([]);
  });

  it('writes down each delivery without the secret or a signature', async () => {
    await bench.commit('a.txt', 'one');
    await bench.git('push');
    const folder = join(bench.bare, 'deliveries');
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts).toHaveLength(1);
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({ event: 'push', attempts: [{ status: 202 }] });
    const body = receiver.received[0]?.raw ?? '';
    expect(texts[0]).not.toContain('hush');
    expect(texts[0]).not.toContain(signatureOf(body));
  });
});

describe('pushes while nobody listens', () => {
  it('are kept, and come in order once somebody does', async () => {
    const gone = await webhookReceiver();
    const bench = await workbench(gone.url);
    await gone.close();
    const first = await bench.commit('a.txt', 'one');
    expect((await bench.git('push')).stderr).toMatch(/remote: .*kept and will be delivered when Bakewatch starts/);
    const second = await bench.commit('a.txt', 'two');
    await bench.git('push');
    expect(await redeliver(bench.bare)).toMatchObject([{ error: expect.any(String) }]);

    const receiver = await webhookReceiver();
    const options = { dir: bench.dir, id: 42, fullName: 'you/hello', webhookUrl: receiver.url, secret: 'hush' };
    await createRepository(options);
    await redeliver(bench.bare);
    expect(receiver.received.map(({ payload }) => payload.after)).toEqual([first, second]);
    await receiver.close();
  });

  it('are found by their moved branches when the hook itself never ran', async () => {
    const receiver = await webhookReceiver();
    const bench = await workbench(receiver.url);
    const first = await bench.commit('a.txt', 'one');
    await bench.git('push');
    const second = await bench.commit('a.txt', 'two');
    await bench.git(
      '-c',
      'protocol.file.allow=always',
      'push',
      '--receive-pack',
      'git -c core.hooksPath=/dev/null receive-pack',
    );
    await redeliver(bench.bare);
    await redeliver(bench.bare);
    expect(receiver.received.map(({ payload }) => [payload.before, payload.after])).toEqual([
      [NOTHING, first],
      [first, second],
    ]);
    await receiver.close();
  });
});

describe('a repository that is there already', () => {
  it('keeps its commits, and another owner cannot take its name', async () => {
    const receiver = await webhookReceiver();
    const bench = await workbench(receiver.url);
    const sha = await bench.commit('a.txt', 'one');
    await bench.git('push');
    const again = { dir: bench.dir, id: 42, webhookUrl: receiver.url, secret: 'hush' };
    await createRepository({ ...again, fullName: 'you/hello' });
    expect((await bench.git('ls-remote', 'origin', 'refs/heads/main')).stdout).toContain(sha);
    await expect(createRepository({ ...again, fullName: 'them/hello' })).rejects.toThrow('belongs to you/hello');
    await expect(createRepository({ ...again, fullName: 'you/../etc' })).rejects.toThrow('not the name');
    await receiver.close();
  });
});
