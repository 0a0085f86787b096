import { beforeEach, describe, expect, it } from 'vitest';
import { memoryRegistry } from '#adapters/memory/registry.ts';
import { keys } from '#core/ledger/keys.ts';
import { recordArtifact } from '#functions/record-artifact/record-artifact.ts';
import { withFaults } from '#test/fixtures/faults.ts';
import { digest } from '#test/fixtures/ledger.ts';
import { type Bench, openBench } from '#test/functions/bench.ts';

const build = { project: 'hello', image: 'hello', digestVariable: 'IMAGE_DIGEST', timeoutSeconds: 60 };
const built = (value: string) => ({ id: 'hello:1', exported: { IMAGE_DIGEST: value }, logs: 'https://logs' });

describe('recording the artifact', () => {
  let bench: Bench;
  const registry = memoryRegistry();
  registry.push('hello', digest('1'));
  beforeEach(async () => {
    bench = openBench();
    await bench.accept(7, 'BUILDING');
    const { digest: _, ...unbuilt } = await bench.release(7);
    await bench.ports.table.write([{ put: unbuilt, expected: unbuilt.version }]);
  });

  const recorded = (input: object, table = bench.ports.table) =>
    recordArtifact({ table, registry, now: bench.ports.now }, { release: 'hello#7', build, ...input });

  it('takes the digest that the build exported, once the registry has it (S7)', async () => {
    const { image } = await recorded({ built: built(digest('1')) });
    expect(image).toMatch(new RegExp(`/hello@${digest('1')}$`));
    expect(await bench.release(7)).toMatchObject({ state: 'WAITING', digest: digest('1') });
    const { sha } = await bench.release(7);
    expect(await bench.ports.table.read(keys.artifact('hello', sha))).toMatchObject({
      digest: digest('1'),
      builtBy: 'hello:1',
    });
  });

  it('takes a full reference for its digest', async () => {
    expect((await recorded({ built: built(`registry/hello@${digest('1')}\n`) })).digest).toBe(digest('1'));
  });

  it('records it once although its write failed after its effect', async () => {
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(recorded({ built: built(digest('1')) }, table)).rejects.toThrow();
    expect((await recorded({ built: built(digest('1')) })).digest).toBe(digest('1'));
    expect(await bench.events(7)).toHaveLength(1);
  });

  it.each(['', 'latest', 'hello:latest', 'sha256:short', digest('1').toUpperCase()])(
    'refuses a build that exported %j: only a digest travels (X06)',
    async (value) => {
      await expect(recorded({ built: built(value) })).rejects.toMatchObject({ name: 'ArtifactRefused' });
      expect((await bench.release(7)).state).toBe('BUILDING');
    },
  );

  it('refuses a digest that the registry has not got', async () => {
    await expect(recorded({ built: built(digest('2')) })).rejects.toMatchObject({ name: 'ArtifactRefused' });
  });

  it('uses an earlier build of the same commit, if it is still there (W25)', async () => {
    expect((await recorded({ build: { ...build, reuse: digest('1') } })).digest).toBe(digest('1'));
    const gone = recorded({ build: { ...build, reuse: digest('2') } });
    await expect(gone).rejects.toMatchObject({ name: 'ArtifactRefused' });
  });

  it('refuses when there is neither a build nor an earlier one', async () => {
    await expect(recorded({})).rejects.toMatchObject({ name: 'ArtifactRefused' });
  });
});
