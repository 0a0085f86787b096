import { describe, expect, it } from 'vitest';
import { hostsOf } from '#core/config/hosts-of.ts';
import { parseConfig } from '#core/config/parse-config.ts';

const UUID = '{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}';
const file = (repository: string, more = ''): string => `services:
  hello:
    repository: { ${repository} }
    build: { project: hello, image: hello }
    stages: [{ name: live, targets: [{ cluster: c, service: s, container: web }] }]
    ${more}
`;
const read = (text: string) => {
  const parsed = parseConfig(text);
  return parsed.ok
    ? parsed.config.services['hello']
    : parsed.mistakes.map(({ line, path, message }) => `${line} ${path}: ${message}`);
};

describe('where a service`s repository is', () => {
  it.each<[string, string, object]>([
    ['GitHub, by default', 'id: 1, name: acme/hello, hook: 7', { id: 1, name: 'acme/hello', hook: 7 }],
    ['GitHub, said', 'host: github, id: 1, name: acme/hello', { id: 1, name: 'acme/hello' }],
    ['GitLab', 'host: gitlab, id: 1, name: acme/shop/hello', { id: 'gitlab:1', name: 'acme/shop/hello' }],
    ['Bitbucket', `host: bitbucket, id: "${UUID}", name: acme/hello`, { id: `bitbucket:${UUID}`, name: 'acme/hello' }],
  ])('is %s: one id that is no other host`s', (_what, repository, expected) => {
    expect(read(file(repository))).toMatchObject({ repository: expected });
    // Ledgers of before have it spelled like this: nothing more may be in it.
    expect((read(file(repository)) as { repository: object }).repository).toEqual(expected);
  });

  it.each<[string, string, string, string[]]>([
    [
      'of no known host',
      'host: gitea, id: 1, name: a/b',
      '',
      ['3 services.hello.repository.host: must be github or gitlab or bitbucket'],
    ],
    [
      'without its number',
      'host: gitlab, name: a/b',
      '',
      ['3 services.hello.repository.id: is missing: it must be a number'],
    ],
    [
      'of GitLab without a group',
      'host: gitlab, id: 1, name: hello',
      '',
      ['3 services.hello.repository.name: looks like group/project'],
    ],
    [
      'of Bitbucket by a number',
      'host: bitbucket, id: 1, name: a/b',
      '',
      [`3 services.hello.repository.id: the repository\`s UUID: looks like '${UUID}', in quotes`],
    ],
    [
      'of GitLab with a webhook`s number, which only GitHub sends again',
      'host: gitlab, id: 1, name: a/b, hook: 7',
      '',
      ['3 services.hello.repository.hook: belongs to another form of this block: keep the keys of one'],
    ],
    [
      'of GitLab with checks, which GitHub alone is asked about',
      'host: gitlab, id: 1, name: a/b',
      'checks: { require: [test] }',
      [
        '6 services.hello.checks: are asked of GitHub alone: leave this out, and let GitLab merge nothing that has not passed',
      ],
    ],
    [
      'of GitLab with senders by name',
      'host: gitlab, id: 1, name: a/b',
      'senders: [7, amy]',
      ['6 services.hello.senders[1]: GitLab knows its users by numbers'],
    ],
    [
      'of Bitbucket with senders by number',
      `host: bitbucket, id: "${UUID}", name: a/b`,
      `senders: ["${UUID}", 7]`,
      [`6 services.hello.senders[1]: Bitbucket knows its users by UUIDs, which look like '${UUID}', in quotes`],
    ],
  ])('is a mistake %s, with its place and its remedy', (_what, repository, more, expected) => {
    expect(read(file(repository, more))).toEqual(expected);
  });

  it('decides which hosts are asked: GitHub before there is a service', () => {
    const of = (text: string) => {
      const parsed = parseConfig(text);
      return parsed.ok ? [...hostsOf(parsed.config)] : undefined;
    };
    expect(of(file('host: gitlab, id: 1, name: a/b'))).toEqual(['gitlab']);
    expect(of(file('id: 1, name: a/b'))).toEqual(['github']);
    expect(of('services: {}')).toEqual(['github']);
  });
});

describe('where GitLab is', () => {
  const installed = (gitlabUrl: string) => {
    const parsed = parseConfig(`installation: { gitlabUrl: "${gitlabUrl}" }\nservices: {}`);
    return parsed.ok ? parsed.config.installation.gitlabUrl : parsed.mistakes.map(({ message }) => message);
  };

  it('is a URL, of which a slash at its end is no part', () => {
    expect(installed('https://git.example.com/gitlab/')).toBe('https://git.example.com/gitlab');
  });

  it.each(['http://git.example.com', 'git.example.com', 'https://a:b@git.example.com', 'https://git.example.com/?x=1'])(
    'is not %s, to which no token is sent',
    (url) => expect(installed(url)).toEqual([expect.stringMatching(/^a URL /)]),
  );
});
