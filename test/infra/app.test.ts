import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'bakewatch-app-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `node infra/app.ts`, as the CDK starts it: no credentials, no network. */
function app(context: Record<string, string>) {
  const env = { PATH: process.env['PATH'], CDK_OUTDIR: join(dir, 'out'), CDK_CONTEXT_JSON: JSON.stringify(context) };
  return spawnSync(process.execPath, ['infra/app.ts'], { cwd: root, env, encoding: 'utf8' });
}

describe('the CDK app', () => {
  it('names all mistakes of a configuration at once, with their lines and without a stack trace', () => {
    const file = join(dir, 'bakewatch.yaml');
    writeFileSync(file, 'services:\n  hello:\n    repository: { id: 0, name: hello }\n    stages: []\n');
    const { status, stderr } = app({ config: file });
    expect(status).toBe(1);
    expect(stderr).toContain(`${file}:3  services.hello.repository.id`);
    expect(stderr).toContain(`${file}:4  services.hello.stages`);
    expect(stderr).not.toContain('    at ');
  });

  it('says which file it looked for', () => {
    const { status, stderr } = app({ config: join(dir, 'nowhere.yaml') });
    expect(status).toBe(1);
    expect(stderr).toContain(`There is no ${join(dir, 'nowhere.yaml')}`);
    expect(stderr).not.toContain('    at ');
  });
});
