import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '#core/config/duration.ts';
import { UserError } from '#local/installation/user-error.ts';
import { duration } from './arguments.ts';
import type { OrderOptions } from './commands/give-order.ts';

type Options = OrderOptions & Record<string, unknown>;

interface Spec {
  /** As commander has it: `approve <release> <stage>`. */
  usage: string;
  description: string;
  examples: string[];
  options?: (command: Command) => Command;
  /** The fields that its arguments fill, in order. */
  takes: readonly string[];
  /** Further fields, out of its options. */
  /** What stands below its examples. */
  note?: string;
  /** What it does with its fields, where it is more than to send them. */
  give?: (fields: Record<string, unknown>, options: Options) => Promise<number>;
  more?: (options: Options, fields: Record<string, unknown>) => Record<string, unknown>;
}

const RELEASE = "a release is written 'service#number', quoted: 'hello#7'";

const SPECS: Spec[] = [
  {
    usage: 'deploy <commit>',
    description: 'release a commit of the branch without a push: again, or although its push was ignored',
    examples: [
      `npx bakewatch deploy 1a2b3c4 --service hello --reason "it expired over the holidays"`,
      `npx bakewatch deploy main --service hello --reason "the base image is mended" --watch`,
    ],
    options: (command) =>
      command
        .option('--service <name>', 'of which service; needed where there are several')
        .option('--watch', 'watch the release until it ends: its exit code is the outcome', false)
        .option('--timeout <duration>', 'with --watch: give up after so long: 90s, 30m, 2h; default: never', duration),
    takes: ['commit'],
    note: `The commit is a hash of 7 to 40 digits, a branch or a tag. It must be on the branch that the service is released
from, and be contained in nothing that is on its way or has been in a stage: a stage goes back with rollback alone.`,
    give: async ({ commit }, options) =>
      (await import('./commands/deploy.ts')).deploy(String(commit), { watch: false, ...options }),
  },
  {
    usage: 'approve <release> <stage>',
    description: 'let a release into a stage that asks for approval',
    examples: [`npx bakewatch approve 'hello#7' production --reason "tried it on staging"`],
    takes: ['release', 'stage'],
  },
  {
    usage: 'reject <release> <stage>',
    description: 'end a release that waits for approval',
    examples: [`npx bakewatch reject 'hello#7' production --reason "the texts are not translated"`],
    takes: ['release', 'stage'],
  },
  {
    usage: 'cancel <release>',
    description: 'end a release; when it has touched a stage already, that goes back first',
    examples: [`npx bakewatch cancel 'hello#7' --reason "the wrong branch"`],
    takes: ['release'],
  },
  {
    usage: 'rollback <service> <stage>',
    description: 'take a stage back to what was healthy there; while a release is at work there, cancel that',
    examples: ['npx bakewatch rollback hello production --to 5 --reason "checkout is slow since yesterday"'],
    options: (command) =>
      command
        .option('--to <number>', 'the release to go back to; default: the last healthy one before the current', whole)
        .option('--despite-migration', 'also behind a migration that cannot be undone'),
    takes: ['service', 'stage'],
    more: ({ to, despiteMigration }) => ({ to, despiteMigration }),
  },
  {
    usage: 'resume <service> <stage>',
    description: 'lift the hold of a stage; over an inconclusive bake: take it for healthy',
    examples: ['npx bakewatch resume hello production --reason "the alarm is understood"'],
    takes: ['service', 'stage'],
  },
  {
    usage: 'adopt <service> <stage> <revisions...>',
    description: 'take what somebody deployed by hand, named by its revision, as what a rollback goes to',
    examples: ['npx bakewatch adopt hello production hello-production:7 --reason "our hotfix of last night"'],
    takes: ['service', 'stage', 'revisions'],
  },
  {
    usage: 'fix-forward <service> <stage>',
    description: 'let the next release in although alarms are red now: it is to mend what made them red',
    examples: ['npx bakewatch fix-forward hello production --reason "hello#8 mends the timeouts"'],
    takes: ['service', 'stage'],
  },
  {
    usage: 'freeze [service] [stage]',
    description: 'let nobody new in: into everything, a service, or a stage; those inside go on, rollbacks pass',
    examples: ['npx bakewatch freeze hello production --until 2h --reason "the fair"'],
    options: (command) =>
      command
        .option('--stage <stage>', 'this stage of every service')
        .option(
          '--until <when>',
          'a duration (30m, 2h, 7d) or a moment (2026-12-24T18:00Z); default: until unfrozen',
          until,
        ),
    takes: ['service', 'stage'],
    more: (options, fields) => ({ ...everywhere(options, fields), until: options['until'] }),
  },
  {
    usage: 'unfreeze [service] [stage]',
    description: 'lift the freeze of exactly that',
    examples: ['npx bakewatch unfreeze hello production --reason "the fair is over"'],
    options: (command) => command.option('--stage <stage>', 'this stage of every service'),
    takes: ['service', 'stage'],
    more: everywhere,
  },
  {
    usage: 'emergency <release>',
    description: 'let a release pass windows, approvals and bakes: loudly, and with a second person',
    examples: [`npx bakewatch emergency 'hello#8' --reason "production is down, this mends it"`],
    takes: ['release'],
  },
  {
    usage: 'pardon <service> <commit>',
    description: 'let a commit be released again that was turned around',
    examples: ['npx bakewatch pardon hello 1a2b3c4 --reason "the database was at fault"'],
    takes: ['service', 'sha'],
  },
];

/** What people may do, each in their name and with a reason. */
export function addPeopleCommands(
  program: Command,
  { withJson, run }: { withJson: (command: Command) => Command; run: (task: Promise<number>) => Promise<void> },
): void {
  for (const spec of SPECS) {
    const { usage, description, examples, options, note = usage.includes('<release>') ? RELEASE : '' } = spec;
    const [name = ''] = usage.split(' ');
    const command = withJson(program.command(usage));
    (options?.(command) ?? command)
      .description(description)
      .requiredOption('--reason <sentence>', 'why: it is kept for ever')
      .option('--by <name>', 'who; default: your user name')
      .option('--id <id>', 'the order`s own: sent again with the same one, nothing is done twice')
      .addHelpText(
        'after',
        `\nExample${examples.length > 1 ? 's' : ''}:\n${examples.map((example) => `  $ ${example}`).join('\n')}${note && `\n\n${note}`}`,
      )
      .action((...given: unknown[]) => run(send(name, spec, given)));
  }
}

/** `given` as commander has it: the arguments, the options, the command. */
async function send(kind: string, { takes, more, give }: Spec, given: unknown[]): Promise<number> {
  const chosen = given[takes.length] as Options;
  const fields = Object.fromEntries(takes.map((field, i) => [field, given[i]]));
  if (give) return give(fields, chosen);
  const { giveOrder } = await import('./commands/give-order.ts');
  return giveOrder({ kind, ...fields, ...more?.(chosen, fields) }, chosen);
}

/** A stage is of the service that is named before it, or, as an option, of all of them. */
function everywhere({ stage }: Options, { service }: Record<string, unknown>): Record<string, unknown> {
  if (stage !== undefined && service !== undefined)
    throw new UserError('Name a service and its stage, or --stage for that stage of every service, not both.');
  return stage === undefined ? {} : { stage };
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be the number of a release.');
  return value;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;

/** Epoch ms of a moment with its zone, or of so long from now. */
function until(text: string): number {
  const length = parseDuration(text);
  const moment = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  const at = length === undefined ? moment : Date.now() + length;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('It must be 30m, 2h or 7d, or a moment with its zone: 2026-12-24T18:00Z.');
  return at;
}
