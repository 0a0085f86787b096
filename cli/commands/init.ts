import { existsSync, writeFileSync } from 'node:fs';
import { parseConfig } from '#core/config/parse-config.ts';
import type { Found } from '#core/init/found.ts';
import { nameService } from '#core/init/name-service.ts';
import { propose, type Said } from '#core/init/propose.ts';
import { renderConfig, toFill } from '#core/init/render-config.ts';
import { UserError } from '#local/installation/user-error.ts';
import type { Account } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { askAccount } from '../init/ask-account.ts';
import { dialog } from '../init/dialog.ts';
import { Left, personAtTerminal } from '../init/person-at-terminal.ts';
import { readGit } from '../init/read-git.ts';
import { readRepositoryId } from '../init/read-repository-id.ts';
import { renderWritten } from '../render/written.ts';

export interface InitOptions extends Account, Said {
  dir: string;
  json: boolean;
  yes: boolean;
  force: boolean;
  offline: boolean;
}

/** Writes a first configuration out of what is found and what a person says. Exit code 0 also where something is left to fill in: that is marked. */
export async function init(file: string, options: InitOptions): Promise<number> {
  if (existsSync(file) && !options.force)
    throw new UserError(`There is a ${file} already: name another file, or say --force to write over it.`);
  const { found, notes, place } = await look(options);
  const said = await settle(found, options);
  if (said === 'left') return EXIT.interrupted;
  const answers = propose(found, said);
  const text = renderConfig(answers);
  const parsed = parseConfig(text);
  if (!parsed.ok) throw new UserError(sayMistakes(parsed.mistakes.map(({ path, message }) => `${path}: ${message}`)));
  writeFileSync(file, text);
  const written = { file, place, answers, toFill: toFill(answers), notes };
  console.log(
    options.json
      ? JSON.stringify({ file, place, configuration: parsed.config, toFill: written.toFill, notes }, null, 2)
      : renderWritten(written),
  );
  return EXIT.done;
}

const sayMistakes = (mistakes: string[]): string =>
  `What was said makes no right configuration, and nothing was written:\n${mistakes.map((each) => `  ${each}`).join('\n')}`;

/** Without a terminal, or with --yes, nobody is asked: what was found or said is written. */
async function settle(found: Found, options: InitOptions): Promise<Said | 'left'> {
  const isAsked = process.stdin.isTTY && process.stdout.isTTY && !options.yes && !options.json;
  if (!isAsked) return options;
  const person = personAtTerminal();
  try {
    return await dialog(person, found, options);
  } catch (error) {
    if (error instanceof Left) return 'left';
    throw error;
  } finally {
    person.close();
  }
}

interface Looked {
  found: Found;
  /** What could not be found out, each as a sentence. */
  notes: string[];
  /** Where AWS was asked; undefined: nowhere. */
  place: string | undefined;
}

async function look(options: InitOptions): Promise<Looked> {
  const git = await readGit(process.cwd());
  const name = options.repository ?? git.name;
  const isAtGitHub =
    options.repository !== undefined || git.host === 'github.com' || process.env['GITHUB_API_URL'] !== undefined;
  const service = options.service ?? nameService(name ?? 'app');
  const [number, aws] = await Promise.all([
    options.offline || options.repositoryId || !name || !isAtGitHub ? { why: '' } : readRepositoryId(name, process.env),
    options.offline ? undefined : askAccount(options, service),
  ]);
  return {
    found: {
      git,
      repositoryId: 'id' in number ? number.id : undefined,
      region: aws?.region,
      ...(aws?.account ?? { account: undefined, services: [], projects: [], images: [], alarms: [] }),
    },
    notes: ['why' in number ? number.why : '', ...(aws?.notes ?? [])].filter((note) => note !== ''),
    place: aws?.place,
  };
}
