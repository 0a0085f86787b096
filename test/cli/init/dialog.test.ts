import { describe, expect, it } from 'vitest';
import { dialog } from '#cli/init/dialog.ts';
import type { Found } from '#core/init/found.ts';
import { propose, type Said } from '#core/init/propose.ts';

const FOUND: Found = {
  git: { host: 'github.com', name: 'acme/hello', branch: 'main' },
  ...{ repositoryId: 42, account: undefined, region: undefined },
  services: [
    { cluster: 'production', service: 'hello', family: 'hello', containers: [], roles: [], targetGroups: [] },
    { cluster: 'production', service: 'shop', family: 'shop', containers: [], roles: [], targetGroups: [] },
  ],
  ...{ projects: [], images: [], alarms: [] },
};

/** Somebody who types these answers, by what she is asked, and Enter to everything else. */
async function converse(answers: Record<string, string[]>, said: Said = {}) {
  const asked: [string, string][] = [];
  const told: string[] = [];
  const person = {
    ask: async (question: string, fallback: string) => {
      asked.push([question, fallback]);
      return answers[question]?.shift() ?? '';
    },
    tell: (line: string) => void told.push(line),
  };
  return { said: await dialog(person, FOUND, said), asked, told };
}

describe('the dialog of init', () => {
  it('asks everything once, with what was found, and Enter leaves that', async () => {
    const { said, asked, told } = await converse({});
    expect(asked).toEqual([
      ['Repository (owner/name)', 'acme/hello'],
      ['Its number at GitHub', '42'],
      ['Name of the service', 'hello'],
      ['Branch that is released', 'main'],
      ['Stages, in order', 'production'],
      ['production: cluster/service/container', 'production/hello/app'],
      ['production: alarms (- for none)', '-'],
      ['CodeBuild project', 'hello-build'],
      ['ECR repository', 'hello'],
    ]);
    expect(propose(FOUND, said)).toEqual(propose(FOUND));
    expect(told).toEqual(['ECS services there: production/hello, production/shop']);
  });

  it('has later defaults follow earlier answers', async () => {
    const { asked } = await converse({ 'Name of the service': ['shop'] });
    expect(asked).toContainEqual(['production: cluster/service/container', 'production/shop/app']);
    expect(asked).toContainEqual(['CodeBuild project', 'shop-build']);
  });

  it('asks again what would make no right configuration, and says why', async () => {
    const { said, told } = await converse({
      'Name of the service': ['Shop!', 'shop'],
      'Its number at GitHub': ['many', '7'],
      'Stages, in order': ['Prod Uction', 'qa, production'],
      'production: cluster/service/container': ['production', 'production/shop/web'],
      'production: alarms (- for none)': ['slow, errors'],
    });
    expect(said).toMatchObject({
      service: 'shop',
      repositoryId: 7,
      stages: [{ name: 'qa' }, { name: 'production', target: { container: 'web' } }],
      alarms: { production: ['slow', 'errors'] },
    });
    expect(told.filter((line) => !line.startsWith('ECS'))).toEqual([
      expect.stringMatching(/number/),
      expect.stringMatching(/lower-case letters/),
      expect.stringMatching(/lower-case letters/),
      'It is written cluster/service/container, for instance production/hello/app.',
    ]);
  });

  it('asks nothing that was given as an option', async () => {
    const { asked } = await converse(
      {},
      { repository: 'a/b', repositoryId: 1, service: 's', branch: 'b', stages: [{ name: 'qa' }] },
    );
    expect(asked.map(([question]) => question)).toEqual([
      'qa: cluster/service/container',
      'qa: alarms (- for none)',
      'CodeBuild project',
      'ECR repository',
    ]);
  });
});
