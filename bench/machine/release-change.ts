import { awaitRelease } from '#cli/demo/await-release.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import type { ReleaseState } from '#core/release/release.ts';
import type { BenchMachine } from './open-machine.ts';
import { pushChange } from './push-change.ts';

const LONGEST_RELEASE_MS = 60_000;

/** Pushes a change and waits for its release to end. Throws when it ends otherwise than `wanted`: a figure of it would mean nothing. */
export async function releaseChange(
  bench: BenchMachine,
  errorShare: number,
  wanted: ReleaseState,
): Promise<StoredRelease> {
  bench.pushed += 1;
  await pushChange(bench.machine.repository.workingCopyDirectory, errorShare);
  const release = await awaitRelease(bench.machine, bench.pushed, LONGEST_RELEASE_MS);
  if (release.state !== wanted) {
    throw new Error(`hello#${bench.pushed} is ${release.state} instead of ${wanted}: ${release.reason ?? ''}`);
  }
  return release;
}
