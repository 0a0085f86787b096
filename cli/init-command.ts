import { type Command, InvalidArgumentError } from 'commander';
import type { Said, SaidStage } from '#core/init/propose.ts';
import { number } from './arguments.ts';
import { parseAlarms, parseStage } from './init/parse-said.ts';

/** `bakewatch init`: every question that it asks is an option, too. */
export function addInitCommand(
  program: Command,
  { withDir, run }: { withDir: (command: Command) => Command; run: (task: Promise<number>) => Promise<void> },
): void {
  withDir(program.command('init'))
    .description(
      'write a first bakewatch.yaml, from the repository it is called in, from AWS, and from what you answer',
    )
    .argument('[file]', 'where to', 'bakewatch.yaml')
    .option('--yes', 'ask nothing: take what is found; so it is without a terminal, too', false)
    .option('--force', 'write over a file that is there', false)
    .option('--offline', 'ask neither AWS nor GitHub', false)
    .option('--profile <name>', 'of ~/.aws/config; default: AWS_PROFILE, or what else the SDK finds')
    .option('--region <region>', 'where to look in AWS; default: that of the credentials')
    .option('--repository <name>', 'owner/name; default: that of the git remote')
    .option(
      '--repository-id <number>',
      'its number at GitHub; default: GitHub is asked, with GITHUB_TOKEN where it is set',
      number,
    )
    .option('--service <name>', 'what it is called here; default: the name of the repository')
    .option('--branch <name>', 'which is released; default: the one that the remote calls its default')
    .option('--project <name>', 'the CodeBuild project')
    .option('--image <name>', 'the ECR repository')
    .option(
      '--stage <stage>',
      'a stage, in order: its name, or name=cluster/service/container; again for each',
      eachStage,
    )
    .option('--alarms <alarms>', 'what watches a stage: stage=alarm,alarm; again for each', eachAlarms)
    .option('--json', 'print what was written as JSON, for machines; asks nothing', false)
    .addHelpText(
      'after',
      `
Examples:
  $ npx bakewatch init                                  asks, with what it finds as answers
  $ npx bakewatch init --profile tools --region eu-central-1
  $ npx bakewatch init --yes --stage qa --stage production=main/hello/app --alarms production=5xx

It reads: the git remote; the repository's number from GitHub; and from AWS clusters, services, task
definitions, CodeBuild projects, ECR repositories and alarms. Where neither is named by --profile or
--region and Bakewatch runs in --dir, that machine's AWS is asked. What nobody could say is marked
FILL IN in the file, which is right all the same. It needs ecs:ListClusters, ecs:ListServices,
ecs:DescribeServices, ecs:DescribeTaskDefinition, codebuild:ListProjects, ecr:DescribeRepositories
and cloudwatch:DescribeAlarms, and says which of them are missing.

Exit codes: 0 written, 2 there is such a file, or what was said makes no right configuration, 130 Ctrl-C.`,
    )
    .action((file, { stage: stages, ...options }) =>
      run(import('./commands/init.ts').then(({ init }) => init(file, { ...options, stages }))),
    );
}

const eachStage = (typed: string, before: SaidStage[] = []): SaidStage[] => [...before, taken(() => parseStage(typed))];

const eachAlarms = (typed: string, before: Said['alarms'] = {}): Said['alarms'] => {
  const { stage, alarms } = taken(() => parseAlarms(typed));
  return { ...before, [stage]: alarms };
};

/** What commander shows beside the option. */
function taken<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
