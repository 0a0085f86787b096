import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll, push } from '#local/installation/sample-git.ts';

/** Commits a version of the sample that answers `errorShare` of its requests with an error, and pushes it. */
export async function pushChange(workingCopyDirectory: string, errorShare: number): Promise<void> {
  const fault = join(workingCopyDirectory, 'fault.json');
  const manifest = join(workingCopyDirectory, 'package.json');
  const { version, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const [major, minor = '0'] = version.split('.');
  writeFileSync(fault, `${JSON.stringify({ errorShare })}\n`);
  writeFileSync(manifest, `${JSON.stringify({ ...rest, version: `${major}.${Number(minor) + 1}.0` }, null, 2)}\n`);
  await commitAll(workingCopyDirectory, `Answer ${errorShare} of the requests with an error`);
  await push(workingCopyDirectory);
}
