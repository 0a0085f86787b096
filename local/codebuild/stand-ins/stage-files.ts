import { cpSync, existsSync, globSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, posix, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Recipe } from './dockerfile.ts';
import { refusal } from './refusal.ts';

/**
 * Copies what the Dockerfile's COPY lines name into `root`, laid out as in the image. `.git` never goes along (its bytes
 * differ from clone to clone, so the same commit would not give the same digest), nor does what `.dockerignore` names.
 */
export function stageFiles(recipe: Recipe, context: string, root: string): void {
  mkdirSync(join(root, recipe.workingDir), { recursive: true });
  const ignored = ignoredBy(context);
  for (const { sources, target, into } of recipe.copies) {
    if (!inside(recipe.workingDir, target)) {
      throw refusal(
        `COPY to ${target} is not supported: files can only go into the last WORKDIR, ${recipe.workingDir}.`,
      );
    }
    for (const source of sources.flatMap((path) => expandGlob(context, path)))
      copy(context, source, join(root, target), into, ignored);
  }
}

const inside = (folder: string, path: string): boolean => !posix.relative(folder, path).startsWith('..');

/** `*.js` and its like; a name without wildcards stays, so that its absence is noticed. */
const expandGlob = (context: string, source: string): string[] =>
  /[*?[]/.test(source) ? globSync(source, { cwd: context }).sort() : [source];

function copy(
  context: string,
  source: string,
  target: string,
  into: boolean,
  ignored: (path: string) => boolean,
): void {
  const from = join(context, join('/', source));
  if (!existsSync(from) || !isWithin(context, from))
    throw refusal(`COPY ${source}: there is no such file in the build's folder.`);
  const isFolder = statSync(from).isDirectory();
  const to = into && !isFolder ? join(target, basename(from)) : target;
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !ignored(relative(context, path).split(sep).join('/')),
  });
}

function isWithin(context: string, path: string): boolean {
  const root = realpathSync(context);
  const real = realpathSync(path);
  return real === root || real.startsWith(root + sep);
}

/** https://docs.docker.com/build/concepts/context/#dockerignore-files: the last pattern that matches a path decides. */
function ignoredBy(context: string): (path: string) => boolean {
  const file = join(context, '.dockerignore');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  const rules = ['.git', ...lines]
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const pattern = line.replace(/^!/, '').replace(/^\/+|\/+$/g, '');
      return { ignore: !line.startsWith('!'), matches: picomatch([pattern, `${pattern}/**`], { dot: true }) };
    });
  return (path) => path !== '' && (rules.findLast((rule) => rule.matches(path))?.ignore ?? false);
}
