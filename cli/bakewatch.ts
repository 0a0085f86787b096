#!/usr/bin/env node
import { resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { DEFAULT_PORT } from '#local/installation/ports.ts';
import { days, duration, number } from './arguments.ts';
import { SHELLS } from './completion/render-completion.ts';
import { ASKED } from './completion/values.ts';
import { EXIT } from './exit-codes.ts';
import { addInitCommand } from './init-command.ts';
import { addPeopleCommands } from './people-commands.ts';
import { isForMachines, run, sayError } from './run.ts';

/** Each command is loaded when it is called: `--help` and `status` do not wait for what `start` needs. */
export const program = new Command('bakewatch').configureOutput({
  outputError: (text, write) =>
    write(isForMachines() ? `${sayError(text.trim().replace(/^error: /, ''), EXIT.usage)}\n` : text),
});

const withDir = (command: Command): Command =>
  command.addOption(
    new Option('--dir <directory>', 'where this machine`s Bakewatch keeps everything')
      .argParser((dir) => resolve(dir))
      .default(resolve('.bakewatch'), '.bakewatch'),
  );

const withPlace = (command: Command): Command =>
  withDir(command)
    .addOption(
      new Option('--aws', 'ask Bakewatch in an AWS account, with the credentials that the AWS CLI would use').env(
        'BAKEWATCH_AWS',
      ),
    )
    .option('--profile <name>', 'the same, with this profile of ~/.aws/config')
    .option('--region <region>', 'the same, in this region');

const withJson = (command: Command): Command => withPlace(command).option('--json', 'print JSON, for machines', false);

const example = (...commands: string[]): string =>
  `\nExample${commands.length > 1 ? 's' : ''}:\n${commands.map((command) => `  $ ${command}`).join('\n')}`;

program
  .description('Continuous deployment for Amazon ECS that watches what it deployed, and takes it back when it is bad.')
  .showHelpAfterError(isForMachines() ? false : '(add --help for what there is)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage))
  .addHelpText(
    'after',
    `
Examples:
  $ npm start                                          Bakewatch on this machine, with a sample to push to
  $ npx bakewatch init                                 a first bakewatch.yaml, from what is found
  $ npx bakewatch validate                             is bakewatch.yaml right, and does AWS have what it names
  $ npx bakewatch plan                                 what a push would do, stage by stage
  $ npx bakewatch status                               what runs where, since when, what waits and why
  $ npx bakewatch why 1a2b3c4                          why that commit is not in production, and what brings it on
  $ npx bakewatch show 'hello#2'                       everything that happened to one release
  $ npx bakewatch metrics hello                        how often, how fast, how well it is delivered
  $ npx bakewatch watch 'hello#2'                      the same live, until it ends; its exit code is the outcome
  $ npx bakewatch status --aws                         the same of Bakewatch in an AWS account; --profile, --region
  $ npx bakewatch doctor                               what may be wrong with the installation, and what helps
  $ npx bakewatch resume hello production --reason "the alarm is understood"

Exit codes: 0 done, 1 turned out otherwise, 2 the call was wrong, 3 Bakewatch does not run or cannot be reached.`,
  );

addInitCommand(program, { withDir, run });

withDir(program.command('start'))
  .description('run Bakewatch and AWS on this machine, until Ctrl-C')
  .option('--port <number>', 'first of four ports in a row: AWS, console, staging, production', number, DEFAULT_PORT)
  .option('--visitors <number>', 'requests per second to each stage of the sample; 0 for none', number, 10)
  .addHelpText('after', example('npx bakewatch start --dir /tmp/try --port 7000'))
  .action((options) => run(import('./commands/start.ts').then(({ start }) => start(options))));

program
  .command('demo')
  .description('a good release, a bad one that only the alarm catches, and a good one: in a minute, proved')
  .option('--json', 'print the result as JSON', false)
  .option('--keep', 'keep the directory it worked in', false)
  .addHelpText('after', example('npx bakewatch demo --json'))
  .action((options) => run(import('./commands/demo.ts').then(({ demo }) => demo(options))));

withJson(program.command('status'))
  .description('what runs where since when, what waits and why')
  .addHelpText('after', example('npx bakewatch status'))
  .action((options) => run(import('./commands/status.ts').then(({ status }) => status(options))));

withJson(program.command('history'))
  .description('the newest releases, with how they ended and why')
  .argument('[service]', 'only of this service')
  .option('-n, --limit <number>', 'how many', number, 20)
  .addHelpText('after', example('npx bakewatch history hello --limit 5'))
  .action((service, options) => run(import('./commands/history.ts').then(({ history }) => history(service, options))));

withJson(program.command('show'))
  .description('one release: where it is, why, and everything that happened to it')
  .argument('<release>', "as 'service#number', for instance 'hello#2'")
  .addHelpText('after', example("npx bakewatch show 'hello#2'"))
  .action((release, options) => run(import('./commands/show.ts').then(({ show }) => show(release, options))));

withJson(program.command('watch'))
  .description('one release, live until it ends: each event when it comes, and what it waits for; ended: its story')
  .argument('<release>', "as 'service#number', for instance 'hello#2'")
  .option('--timeout <duration>', 'give up after so long: 90s, 30m, 2h; default: never', duration)
  .addHelpText(
    'after',
    `
Examples:
  $ npx bakewatch watch 'hello#2'
  $ npx bakewatch watch 'hello#2' --json --timeout 2h      for a script: its exit code is the outcome

With --json each line is an object: { "event": ... } for each event, and at the end { "end": ... }.

Exit codes: 0 it has SUCCEEDED, 1 it has ended otherwise, or not in time, 2 there is no such release,
3 Bakewatch does not run or cannot be reached, 130 Ctrl-C.`,
  )
  .action((release, options) => run(import('./commands/watch.ts').then(({ watch }) => watch(release, options))));

withJson(program.command('why'))
  .description('why a commit is not in production: where it is, what is in its way, what brings it on and when')
  .argument('<commit|release>', "a commit's hash, 7 digits or more, or a release as 'hello#2'")
  .addHelpText('after', example('npx bakewatch why 1a2b3c4', "npx bakewatch why 'hello#2'"))
  .action((asked, options) => run(import('./commands/why.ts').then(({ why }) => why(asked, options))));

withJson(program.command('audit'))
  .description('what people asked for, why, and what became of it; also what was refused')
  .argument('[service]', 'only what concerns this service')
  .option('-n, --limit <number>', 'how many', number, 20)
  .addHelpText('after', example('npx bakewatch audit hello --json'))
  .action((service, options) => run(import('./commands/audit.ts').then(({ audit }) => audit(service, options))));

withJson(program.command('metrics'))
  .description('how well delivery goes: deployments, lead time, failures, time to restore; the last 7, 30 and 90 days')
  .argument('[service]', 'only of this service')
  .option('--days <number>', 'only this window, until now; default: 7, 30 and 90', days)
  .addHelpText(
    'after',
    `
Examples:
  $ npx bakewatch metrics hello
  $ npx bakewatch metrics --days 30 --json

What each figure means, for the last stage of a service as it is configured now:
  deployments  releases that ECS took there, and how many a day; a rollback by hand is none, nor is a
               release that was cancelled, superseded or refused before ECS had it
  lead time    from the push being accepted to being healthy there: the median
  9 of 10      the same, what nine of ten did not exceed
  failed       of those whose outcome is known: turned around there, for whatever reason, or taken back
               by hand later
  restored in  from the first sign of a failure (verdict, turning around, order to roll back) to the
               stage being proved back, or the next release being healthy there: the median (of how
               many); open: the stage is not known to be good again

A deployment counts, with all that became of it, in the windows in which ECS took it. – is not zero: there
was nothing to reckon with. The definitions in full: docs/architecture.md, Delivery metrics.

Exit codes: 0 done, 2 the call was wrong, 3 Bakewatch does not run or cannot be reached.`,
  )
  .action((service, options) => run(import('./commands/metrics.ts').then(({ metrics }) => metrics(service, options))));

addPeopleCommands(program, { withJson, run });

withJson(program.command('doctor'))
  .description('what may be wrong with an installation, each with its remedy')
  .addHelpText(
    'after',
    `
Examples:
  $ npx bakewatch doctor                     Bakewatch on this machine
  $ npx bakewatch doctor --aws --json        Bakewatch in an AWS account

It only reads: the ledger, functions, the state machine, streams, event rules, secrets (never their
values) and alarms. What these credentials may not ask, and what there is not on one machine, is
shown as not checked.

Exit codes: 0 nothing is wrong (there may be something to look at), 1 something is,
3 Bakewatch does not run or cannot be reached.`,
  )
  .action((options) => run(import('./commands/doctor.ts').then(({ doctor }) => doctor(options))));

program
  .command('validate')
  .description(
    'check a configuration: every mistake at once, with its line; with credentials also whether AWS has what it names',
  )
  .argument('[file]', 'the configuration', 'bakewatch.yaml')
  .option('--offline', 'check the file alone, without asking AWS', false)
  .option('--profile <name>', 'of ~/.aws/config; default: AWS_PROFILE, or what else the SDK finds')
  .option('--json', 'print JSON, for machines', false)
  .addHelpText(
    'after',
    `
Examples:
  $ npx bakewatch validate                                       with the credentials that the AWS CLI would use
  $ npx bakewatch validate --profile tools deploy/bakewatch.yaml
  $ npx bakewatch validate --offline                             the file alone, as a check of each push

It only reads: clusters, services, task definitions, roles, log groups, alarms, metrics, projects
and repositories. What these credentials may not ask is shown as not checked, with the permission
it needs. Roles in other accounts trust Bakewatch, not you: that they cannot be assumed from here
means nothing.

Exit codes: 0 right (there may be warnings), 1 AWS lacks something or refuses the credentials,
2 mistakes in the file, or no such profile.`,
  )
  .action((file, options) => run(import('./commands/validate.ts').then(({ validate }) => validate(file, options))));

withPlace(program.command('completion'))
  .description('what a shell needs to complete the names of commands, options, services, stages and releases')
  .addArgument(
    new Argument('<what>', 'the script for a shell; or the words that the script asks for').choices([
      ...SHELLS,
      ...ASKED,
    ]),
  )
  .addHelpText(
    'after',
    `
Examples:
  $ source <(npx bakewatch completion bash)                    in ~/.bashrc
  $ source <(npx bakewatch completion zsh)                     in ~/.zshrc, after compinit
  $ npx bakewatch completion releases                          hello#8

It completes the word bakewatch: alias bakewatch='npx bakewatch' makes one of it. Services, stages and
releases are those of the instance that the line names (--dir, --aws, --profile, --region). One that does
not answer within two seconds has none.`,
  )
  .action((what, options) =>
    run(import('./commands/completion.ts').then(({ completion }) => completion(program, what, options))),
  );

withJson(program.command('plan'))
  .description('what a push would do, stage by stage; where Bakewatch runs, also what it would meet there now')
  .argument('[file]', 'the configuration', 'bakewatch.yaml')
  .addHelpText(
    'after',
    `
Examples:
  $ npx bakewatch plan                              bakewatch.yaml here, and what runs in .bakewatch
  $ npx bakewatch plan deploy/bakewatch.yaml --json

It changes nothing. Windows are reckoned for this moment; how long building, deploying and testing
really take, no file knows.

Exit codes: 0 done, 2 mistakes in the file.`,
  )
  .action((file, options) => run(import('./commands/plan.ts').then(({ plan }) => plan(file, options))));

// Whoever only reads what there is (docs/cli.md) imports it.
if (import.meta.main) await program.parseAsync();
