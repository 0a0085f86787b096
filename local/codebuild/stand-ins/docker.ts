import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseImageReference } from '#local/ecr/image-reference.ts';
import { packImage } from '#local/ecr/pack-image.ts';
import { readDockerfile } from './dockerfile.ts';
import { imageShelf } from './image-shelf.ts';
import { refusal } from './refusal.ts';
import { stageFiles } from './stage-files.ts';

const COMMANDS: Record<string, (args: string[]) => Promise<void> | void> = { build, push, tag, login, inspect };

async function build(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, {
    tag: { type: 'string', short: 't', multiple: true },
    file: { type: 'string', short: 'f' },
    'build-arg': { type: 'string', multiple: true },
  });
  const [context, ...rest] = positionals;
  if (!context || rest.length > 0) throw refusal('"docker build" needs exactly one folder.');
  const file = (values['file'] as string | undefined) ?? join(context, 'Dockerfile');
  const recipe = readDockerfile(readFileSync(file, 'utf8'), buildArgs(values['build-arg'] as string[] | undefined));
  const root = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    stageFiles(recipe, context, root);
    const { env, workingDir } = recipe;
    const command = [...recipe.entrypoint, ...recipe.command];
    const image = await packImage({ files: join(root, workingDir), command, env, workingDir });
    for (const name of (values['tag'] as string[] | undefined) ?? [image.digest]) imageShelf().put(tagged(name), image);
    console.log(`Built ${image.digest}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function push(args: string[]): Promise<void> {
  const [name = ''] = parse(args, {}, 1).positionals;
  const reference = tagged(name);
  const { image } = shelved(reference);
  const { repository = '', tag: imageTag } = parseImageReference(reference) ?? {};
  // Loaded here only: the SDK takes longer to load than the other commands take to run.
  const { pushImage } = await import('#local/ecr/push-image.ts');
  const digest = await pushImage(image, repository, imageTag === undefined ? [] : [imageTag]);
  imageShelf().pushed(reference, `${reference.replace(/:[^:/]*$/, '')}@${digest}`);
  console.log(`${imageTag}: digest: ${digest}`);
}

function tag(args: string[]): void {
  const [from = '', to = ''] = parse(args, {}, 2).positionals;
  shelved(tagged(from));
  imageShelf().tag(tagged(from), tagged(to));
}

/** There is nobody to log in to: the API on 127.0.0.1 takes every key. */
function login(): void {
  console.log('Login Succeeded');
}

function inspect(args: string[]): void {
  const { values, positionals } = parse(args, { format: { type: 'string', short: 'f' } }, 1);
  const format = String(values['format'] ?? '').replaceAll(/\s+/g, ' ');
  if (format !== '{{index .RepoDigests 0}}') throw refusal(`"docker inspect --format '${format}'" is not supported.`);
  const name = positionals[0] ?? '';
  const { repoDigest } = shelved(tagged(name));
  if (!repoDigest) throw refusal(`${name} has no digest in a repository: it was not pushed.`);
  console.log(repoDigest);
}

function parse(args: string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options'] & {}, count?: number) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true });
    if (count === undefined || parsed.positionals.length === count) return parsed;
  } catch (error) {
    throw refusal((error as Error).message);
  }
  throw refusal(`${count} image name(s) expected.`);
}

function tagged(name: string): string {
  if (/^sha256:/.test(name)) return name;
  if (!parseImageReference(name)) throw refusal(`"${name}" is not the name of an image.`);
  return /:[^/]*$/.test(name) ? name : `${name}:latest`;
}

function shelved(reference: string) {
  const found = imageShelf().find(reference);
  if (!found) throw refusal(`There is no image ${reference}; build it first.`);
  return found;
}

const buildArgs = (given: string[] = []): Record<string, string> =>
  Object.fromEntries(
    given.map((text): [string, string] => {
      const [name = '', ...value] = text.split('=');
      return [name, value.length > 0 ? value.join('=') : (process.env[name] ?? '')];
    }),
  );

const [name = '', ...rest] = process.argv.slice(2);
try {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw refusal(`"docker ${name}" is not supported.`);
  await command(rest);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
