import { Refusal } from '#core/errors.ts';
import type { Artifact, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, put, record } from '#core/ledger/record.ts';
import type { BuildPlan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { isTerminal } from '#core/release/release.ts';
import { digestOf } from '#core/words/digest-of.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

export interface RecordArtifactPorts {
  table: Table;
  registry: Registry;
  now: Now;
}

export interface FinishedBuild {
  id: string;
  /** The build's exported variables, by name. */
  exported: Record<string, string>;
  logs?: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** From here on only the digest travels. Throws `ArtifactRefused` when the build gave none or the registry has not got it. */
export async function recordArtifact(
  ports: RecordArtifactPorts,
  input: { release: string; build: BuildPlan; built?: FinishedBuild },
): Promise<{ image: string; digest: string }> {
  const { build, built } = input;
  const digest = built ? exportedDigest(build, built) : build.reuse;
  if (!digest) throw new Refusal('ArtifactRefused', 'There is neither a build nor an earlier artifact.');
  const image = await ports.registry.find(build.image, digest);
  if (!image)
    throw new Refusal('ArtifactRefused', `The registry ${build.image} has no image ${digest}: was it pushed?`);

  return settleChange(ports.table, async () => {
    const release = await readRelease(ports.table, input.release);
    const key = keys.artifact(release.service, release.sha);
    const known = (await ports.table.read(key)) as Stored<Artifact> | undefined;
    const result = { image, digest };
    if (release.digest === digest || isTerminal(release.state)) return { changes: [], result };
    const artifact: Artifact = {
      service: release.service,
      sha: release.sha,
      digest,
      image,
      builtBy: built?.id ?? known?.builtBy ?? '',
      at: ports.now(),
    };
    const changes: Change[] = record(release, {
      kind: 'artifact',
      to: 'WAITING',
      at: ports.now(),
      actor: 'bakewatch',
      sentence: `${built ? 'built' : 'uses'} ${build.image}@${digest.slice(0, 19)}`,
      logs: built?.logs,
      set: { digest },
    });
    if (!known) changes.push(create(key, artifact));
    else if (known.digest !== digest) changes.push(put(key, known, artifact));
    return { changes, result };
  });
}

function exportedDigest(build: BuildPlan, built: FinishedBuild): string {
  const value = built.exported[build.digestVariable]?.trim() ?? '';
  const digest = digestOf(value);
  if (DIGEST.test(digest)) return digest;
  throw new Refusal(
    'ArtifactRefused',
    `The build exported no image digest in ${build.digestVariable} (got "${value.slice(0, 80)}"): the buildspec must export sha256:... of what it pushed.`,
  );
}
