import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '#core/intake/repository-id.ts';
import { createRepository } from '#local/github/create-repository.ts';

export interface Workbench {
  dir: string;
  bare: string;
  work: string;
  /** Runs git in the working copy; what it printed (`remote:` lines come on stderr). Rejects when it fails. */
  git(...args: string[]): Promise<{ stdout: string; stderr: string }>;
  /** Commits one file on the current branch; returns the hash. */
  commit(file: string, content: string, ...more: string[]): Promise<string>;
  head(): Promise<string>;
}

/** A repository with its webhook, and somebody who works in it. */
export async function workbench(
  webhookUrl: string,
  {
    host = 'github',
    id = 42,
    secret = 'hush',
  }: { host?: Exclude<Host, 'ecr'>; id?: number | string; secret?: string } = {},
): Promise<Workbench> {
  const dir = mkdtempSync(join(tmpdir(), 'github-'));
  const made = await createRepository({ dir, host, id, fullName: 'you/hello', webhookUrl, secret });
  const work = made.workingCopyDirectory;
  const git = (...args: string[]) =>
    new Promise<{ stdout: string; stderr: string }>((resolve, reject) => {
      execFile('git', args, { cwd: work, encoding: 'utf8' }, (error, stdout, stderr) =>
        error ? reject(error) : resolve({ stdout: stdout.trim(), stderr }),
      );
    });
  await git('config', 'user.name', 'Ada');
  await git('config', 'user.email', 'ada@example.com');
  const head = async () => (await git('rev-parse', 'HEAD')).stdout;
  return {
    dir,
    bare: made.bareDirectory,
    work,
    git,
    head,
    async commit(file, content, ...more) {
      writeFileSync(join(work, file), content);
      await git('add', '--all');
      await git('commit', '--quiet', '--message', `change ${file}`, ...more);
      return await head();
    },
  };
}
