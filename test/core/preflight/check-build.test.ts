import { describe, expect, it } from 'vitest';
import type { Answer, RepositoryFacts } from '#core/ports/inventory.ts';
import { checkBuild } from '#core/preflight/check-build.ts';

const IMAGE = { image: 'team/hello', digestVariable: 'IMAGE_DIGEST', within: 0 };
const repository = (areTagsImmutable: boolean): Answer<RepositoryFacts> => ({
  kind: 'found',
  found: { areTagsImmutable },
});

describe('what images from elsewhere need', () => {
  it('is a repository whose tags move on, and no project', () => {
    expect(checkBuild(IMAGE, { repository: repository(false) }, ['services', 'hello'])).toEqual([]);
  });

  it('is warned of where tags stay where they are: there would be one release only', () => {
    expect(checkBuild(IMAGE, { repository: repository(true) }, ['services', 'hello'])).toMatchObject([
      { path: ['services', 'hello', 'image', 'repository'], kind: 'warning' },
    ]);
  });
});
