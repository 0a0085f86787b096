import { describe, expect, it } from 'vitest';
import { hostsOf } from '#core/config/hosts-of.ts';
import { parseConfig } from '#core/config/parse-config.ts';
import { makeForecast } from '#core/forecast/make-forecast.ts';

const IMAGE = 'image: { repository: team/hello, tag: main }';
const file = (...lines: string[]): string => `services:
  hello:
    stages: [{ name: live, targets: [{ cluster: c, service: s, container: web }] }]
${lines.map((line) => `    ${line}\n`).join('')}`;
const mistakes = (...lines: string[]): string[] => {
  const parsed = parseConfig(file(...lines));
  return parsed.ok ? [] : parsed.mistakes.map(({ line, path, message }) => `${line} ${path}: ${message}`);
};

describe('a service that takes images', () => {
  it('is a service like any other inside: its tag is the branch, and it has no project', () => {
    const parsed = parseConfig(file(IMAGE));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
    expect(parsed.config.services['hello']).toMatchObject({
      repository: { id: 'ecr:team/hello', name: 'team/hello' },
      branch: 'main',
      build: { image: 'team/hello' },
    });
    expect(parsed.config.services['hello']?.build).not.toHaveProperty('project');
    expect(parsed.config.services['hello']).not.toHaveProperty('image');
    expect([...hostsOf(parsed.config)]).toEqual(['ecr']);
    const [forecast] = makeForecast(parsed.config, 0);
    expect(forecast?.lines).toEqual([
      { what: 'push', says: ['of an image to tag main of ECR repository team/hello, by whoever may push there'] },
      { what: 'build', says: ['none: the image is taken as it was pushed, by its digest'] },
    ]);
  });

  it.each<[string, string, string]>([
    ['a repository', 'repository: { id: 1, name: a/b }', 'an image in ECR has no other repository'],
    ['a branch', 'branch: main', 'an image is released from its tag'],
    ['a build', 'build: { project: p, image: i }', 'an image is built already'],
    ['paths', 'paths: ["src/**"]', 'nobody says which paths an image changes'],
    ['senders', 'senders: [1]', 'ECR does not say who pushed an image'],
    ['checks', 'checks: { require: [test] }', 'an image has no commit to be checked'],
  ])('has no %s besides', (_what, line, why) => {
    const key = line.split(':')[0];
    expect(mistakes(IMAGE, line)).toEqual([`5 services.hello.${key}: ${why}: leave this out, or \`image\``]);
  });

  it.each<[string, string, string]>([
    ['no tag', 'repository: hello', 'services.hello.image.tag: is missing: it must be a text'],
    ['a pattern for a tag', 'repository: hello, tag: "v*"', 'the exact name of one tag, without patterns'],
    [
      'a tag that looks like a commit',
      `repository: hello, tag: ${'a'.repeat(40)}`,
      'a tag that moves on, as `main`: this one looks like a commit',
    ],
    ['no ECR name', 'repository: Hello, tag: main', 'services.hello.image.repository: the name of an ECR repository'],
  ])('may not have %s', (_what, written, why) => {
    expect(mistakes(`image: { ${written} }`)).toEqual([expect.stringContaining(why)]);
  });

  it('is told apart from one that lacks its repository, beside whatever else is wrong', () => {
    expect(mistakes('branch: main').sort()).toEqual([
      expect.stringContaining('services.hello.build: is missing: it must be a block of keys'),
      expect.stringContaining(
        'services.hello.repository: is missing: say where the commits are, or `image` where something else builds',
      ),
    ]);
    expect(mistakes('repository: { id: 1, name: a/b }')).toEqual([
      expect.stringContaining('services.hello.build: is missing: it must be a block of keys'),
    ]);
    expect(mistakes('slack: 7', 'build: { project: p, image: i }')).toEqual([
      expect.stringContaining('services.hello.repository: is missing'),
      expect.stringContaining('services.hello.slack'),
    ]);
  });
});
