import { exampleYaml } from './synthesise.ts';

export const UUID = '{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}';

/** The example, with its repository elsewhere. */
const at = (repository: string, installation: string): string =>
  exampleYaml()
    .replace(/repository:\n +id: \d+.*\n +name: [\w/-]+.*\n/, `repository: ${repository}\n`)
    .replace('installation:\n', `installation:\n${installation}`);

export const atGitLab = (): string =>
  at('{ host: gitlab, id: 42, name: acme/shop/hello }', '  gitlabToken: true\n  gitlabUrl: https://git.example.com/\n');
export const atBitbucket = (): string =>
  at(`{ host: bitbucket, id: "${UUID}", name: acme/hello }`, '  bitbucketToken: true\n');
