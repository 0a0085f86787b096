import { describe, expect, it } from 'vitest';
import { readDockerfile } from '#local/codebuild/stand-ins/dockerfile.ts';

const dockerfile = (...lines: string[]): string => ['FROM node:24-alpine', ...lines, 'CMD ["node", "a.js"]'].join('\n');

describe('reading a Dockerfile without docker', () => {
  it('follows ARG, ENV and WORKDIR to where files go and what runs', () => {
    const text = `# syntax=docker/dockerfile:1
ARG NODE=24
FROM --platform=linux/amd64 public.ecr.aws/docker/library/node:\${NODE}-alpine AS run
ARG VERSION=dev
WORKDIR /srv
WORKDIR app
ENV VERSION=$VERSION NOTE="two words" \\
    LAST=1
COPY --chown=node a.js b.js lib/
COPY ["with space.js", "./"]
EXPOSE 80
USER node
ENTRYPOINT ["node"]
CMD ["a.js"]
`;
    expect(readDockerfile(text, { VERSION: '7' })).toMatchObject({
      workingDir: '/srv/app',
      env: { VERSION: '7', NOTE: 'two words', LAST: '1' },
      entrypoint: ['node'],
      command: ['a.js'],
      copies: [
        { sources: ['a.js', 'b.js'], target: '/srv/app/lib', into: true },
        { sources: ['with space.js'], target: '/srv/app', into: true },
      ],
    });
  });

  it.each([
    [dockerfile('RUN npm ci'), 'line 2: RUN is not supported'],
    [dockerfile('ADD a b'), 'line 2: ADD is not supported'],
    [dockerfile('FROM node:24'), 'line 2: FROM a second time'],
    [dockerfile('COPY --from=build /a /b'), 'line 2: COPY --from=build is not supported'],
    [dockerfile('COPY a'), 'line 2: COPY needs a source and a target'],
    [dockerfile('HEALTHCHECK NONE'), 'line 2: HEALTHCHECK is not supported'],
    [dockerfile('CMD node a.js'), 'line 2: only the JSON form'],
    ['FROM python:3\nCMD ["x"]', 'FROM python:3 is not supported'],
    ['WORKDIR /app\nFROM node', 'line 1: FROM must be first'],
    ['FROM node', 'has no CMD'],
    ['', 'has no FROM'],
  ])('refuses %j, and says what it can do', (text, message) => {
    expect(() => readDockerfile(text, {})).toThrow(message);
    expect(() => readDockerfile(text, {})).toThrow('its stand-in on one machine');
  });
});
