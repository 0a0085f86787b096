import * as z from 'zod';
import { HOST_NAMES, hostOf, idAtHost, type RepositoryId } from '../intake/repository-id.ts';
import { isOwnContext, OWN_CONTEXTS } from '../reports/own-context.ts';
import { windowRule } from '../windows/window-schema.ts';
import { DURATION, parseDuration } from './duration.ts';

const LONGEST_MS = 30 * 86_400_000;

/** A push is one transaction of at most 100 items, three for each service that it concerns. */
const MOST_SERVICES = 30;

/** It travels through the state machine as the release's plan, and 256 KB is what a state may hold. */
const LARGEST_SERVICE_BYTES = 100_000;

const DURATION_RULE = 'a duration is a whole number and a unit: 30s, 10m, 2h or 7d';

const duration = (meaning: string) =>
  z
    .string(DURATION_RULE)
    .regex(DURATION, DURATION_RULE)
    .refine((text) => (parseDuration(text) ?? 0) <= LONGEST_MS, 'must be at most 30d: no release may last longer')
    .transform((text) => parseDuration(text) ?? 0)
    .describe(meaning);

const UUID_IN_BRACES = /^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/;
const UUID_LOOKS = "looks like '{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}', in quotes";

const name = (what: string) =>
  z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,30}$/,
      `${what} is 1 to 31 lower-case letters, digits and hyphens, beginning with a letter`,
    );

const aws = (what: string) =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/, `${what} is 1 to 255 letters, digits, hyphens and underscores`);

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, 'a region looks like eu-central-1');

const target = z.strictObject({
  name: name('the name of a target')
    .optional()
    .describe('Needed only where a stage has several; defaults to the ECS service.'),
  cluster: aws('the name of a cluster'),
  service: aws('the name of an ECS service'),
  container: aws('the name of a container').describe('The container whose image a release replaces.'),
  family: aws('the family of a task definition')
    .optional()
    .describe(
      'Of the task definitions that the service runs: what Bakewatch may register. Default: the name of the service.',
    ),
  region: region.optional().describe('Default: where Bakewatch is installed.'),
  role: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/([\w+=,.@-]{1,64}\/)*[\w+=,.@-]{1,64}$/,
      'looks like arn:aws:iam::210987654321:role/bakewatch-target',
    )
    .optional()
    .describe('For a target in another account: the role there that Bakewatch assumes (docs/install.md).'),
});

const httpVerify = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'a URL that begins with http:// or https://' })
    .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), 'a URL without a password: it is shown in messages and logs'),
  expectStatus: z.int().min(100).max(599).default(200),
  expectBody: z.string().max(1000).optional().describe('Text that the answer must contain.'),
  within: duration('How long it may take to answer as expected, asked again and again.')
    .refine((ms) => ms <= 1_800_000, 'must be at most 30m: what takes longer is a test project or task')
    .default(30_000),
});
const projectVerify = z.strictObject({
  project: aws('the name of a CodeBuild project').describe(
    'Runs the stage`s tests, in the account and region of Bakewatch; must exit 0.',
  ),
  within: duration('How long the tests may run.').default(1_800_000),
});

const network = {
  subnets: z
    .array(z.string().regex(/^subnet-[0-9a-f]+$/, 'looks like subnet-0a1b2c3d'))
    .min(1)
    .max(16)
    .optional()
    .describe('For Fargate and awsvpc tasks.'),
  securityGroups: z
    .array(z.string().regex(/^sg-[0-9a-f]+$/, 'looks like sg-0a1b2c3d'))
    .min(1)
    .max(5)
    .optional(),
};

const taskVerify = z.strictObject({
  task: aws('the family of a task definition').describe(
    'Runs the stage`s tests as an ECS task where the first target is; must exit 0.',
  ),
  cluster: aws('the name of a cluster'),
  ...network,
  within: duration('How long the tests may run.').default(1_800_000),
});

const evidence = z.strictObject({
  namespace: z.string().min(1).max(255),
  metric: z.string().min(1).max(255),
  dimensions: z.record(z.string(), z.string()).default({}),
  period: duration(
    'How fine the metric is kept: 1m for metrics of AWS itself, 1s, 5s, 10s or 30s for high-resolution ones.',
  )
    .refine(
      (ms) => [1_000, 5_000, 10_000, 30_000].includes(ms) || ms % 60_000 === 0,
      'a metric`s period is 1s, 5s, 10s, 30s or whole minutes',
    )
    .default(60_000),
  minSamples: z
    .int()
    .min(1)
    .describe('At least so many (the sum of the metric) must have been seen before silence counts as health.'),
});

const bake = z
  .strictObject({
    for: duration('How long alarms and evidence are watched after the deployment.'),
    atMost: duration(
      'How far the bake may be extended while evidence is missing. Defaults to three times `for`.',
    ).optional(),
    alarms: z
      .array(z.string().min(1).max(255))
      .min(1, 'a bake without an alarm watches nothing: name at least one')
      .max(50),
    evidence: evidence.optional(),
    inconclusive: z
      .enum(['hold', 'rollback'])
      .default('hold')
      .describe('What happens when `atMost` is over and it is still not known to be healthy.'),
  })
  .refine((b) => b.atMost === undefined || b.atMost >= b.for, {
    path: ['atMost'],
    message: 'must not be shorter than `for`',
  });

const approval = z.strictObject({
  from: z.int().min(1).max(10).default(1).describe('So many persons must approve.'),
  authorMayApprove: z.boolean().default(false).describe('Whether who pushed or wrote the commit counts among them.'),
  within: duration('How long they may take; then the release expires.').default(86_400_000),
});

const migrate = z.strictObject({
  task: aws('the family of a task definition').describe(
    'Runs once per release with its image, before any traffic; must exit 0.',
  ),
  container: aws('the name of a container').describe('The container that is given the release`s image.'),
  cluster: aws('the name of a cluster'),
  ...network,
  within: duration('How long it may take.').default(1_800_000),
  reversible: z
    .boolean()
    .default(true)
    .describe(
      'False: what it did cannot be undone, so a release that fails after it is not rolled back; the stage is frozen and a person called.',
    ),
});

const stage = z.strictObject({
  name: name('the name of a stage'),
  targets: z
    .array(target)
    .min(1, 'a stage needs at least one target')
    .max(20)
    .describe(
      'Deployed to all at once. The stage`s alarms and evidence are read, and its migration and test task run, where the first target is. Regions and accounts that are to be watched each on its own are better stages of their own, one after the other.',
    ),
  deployWithin: duration('How long ECS may take to deploy.').default(1_800_000),
  rollbackWithin: duration('How long ECS may take to roll back.').default(1_800_000),
  resumeOnRevert: z
    .boolean()
    .default(false)
    .describe(
      'After a rollback the stage is held. True: a release that reverts the bad commit (git revert) lifts the hold by itself.',
    ),
  waitAtMost: duration('How long a release may wait to enter this stage before it expires.').default(604_800_000),
  lookEvery: duration(
    'So far apart are two looks at the world, in long waits 5 % of the time waited; events wake it earlier.',
  ).optional(),
  windows: z.array(windowRule).min(1).max(20).optional().describe('When a release may enter; denials win.'),
  approval: approval.optional(),
  migrate: migrate.optional(),
  verify: z.union([httpVerify, projectVerify, taskVerify]).optional(),
  bake: bake.optional(),
  taskRoles: z
    .array(z.string().regex(/^([\w+=,.@-]{1,64}\/)*[\w+=,.@-]{1,64}$/, 'the name of a role, with its path'))
    .min(1)
    .max(20)
    .optional()
    .describe(
      'The roles that task definitions of this stage name (task roles and execution roles): Bakewatch may pass these to ECS and no others.',
    ),
});

const repositoryName = z.string().regex(/^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/, 'looks like owner/name');

const githubRepository = z.strictObject({
  host: z.literal('github').optional().describe('Where the repository is: github (the default), gitlab or bitbucket.'),
  id: z
    .int()
    .min(1)
    .describe('GitHub`s numeric id of the repository: names can be renamed and taken over, the id cannot.'),
  name: repositoryName,
  hook: z
    .int()
    .min(1)
    .optional()
    .describe('The number of its webhook at GitHub: deliveries that failed are then sent again.'),
  report: z
    .boolean()
    .optional()
    .describe(
      'False: no commit statuses and deployments are shown at GitHub. Otherwise they are, with a token that may write them.',
    ),
});

const gitlabRepository = z.strictObject({
  host: z.literal('gitlab'),
  id: z
    .int()
    .min(1)
    .describe('GitLab`s number of the project: paths can be renamed and taken over, the number cannot.'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9_][\w.-]{0,254}(\/[A-Za-z0-9_][\w.-]{0,254}){1,20}$/, 'looks like group/project')
    .describe('The project`s path with its groups: `group/subgroup/project`.'),
});

const bitbucketRepository = z.strictObject({
  host: z.literal('bitbucket'),
  id: z
    .string(`the repository\`s UUID: ${UUID_LOOKS}`)
    .regex(UUID_IN_BRACES, `the repository\`s UUID: ${UUID_LOOKS}`)
    .describe('Bitbucket Cloud`s UUID of the repository: names can be renamed and taken over, the UUID cannot.'),
  name: repositoryName.describe('`workspace/repository`.'),
});

/** Inside, a repository is known by one id that says its host, too: core/intake/repository-id.ts. */
const repository = z.discriminatedUnion('host', [
  githubRepository.transform(({ host: _, ...known }): WrittenRepository => known),
  gitlabRepository.transform(({ id, name }): WrittenRepository => ({ id: `gitlab:${id}`, name })),
  bitbucketRepository.transform(
    ({ id, name }): WrittenRepository => ({ id: `bitbucket:${id as `{${string}}`}`, name }),
  ),
]);

interface WrittenRepository {
  id: RepositoryId;
  name: string;
  hook?: number | undefined;
  /** Of GitHub's alone: absent for others. */
  report?: boolean | undefined;
}

/** The name of an ECR repository. */
const imageName = z.string().regex(/^[a-z0-9]+([._/-][a-z0-9]+)*$/, 'the name of an ECR repository');

const image = z
  .strictObject({
    repository: imageName.describe('The ECR repository, in the account and region of Bakewatch.'),
    tag: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'the exact name of one tag, without patterns')
      .refine((tag) => !/^[0-9a-f]{40}$/.test(tag), 'a tag that moves on, as `main`: this one looks like a commit')
      .describe('The tag that moves on: each image that it is given to is a release.'),
  })
  .describe('In place of `repository`, `branch` and `build`: images that something else builds and pushes to ECR.');

const build = z.strictObject({
  project: aws('the name of a CodeBuild project'),
  image: imageName,
  digestVariable: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, 'the name of an exported variable')
    .default('IMAGE_DIGEST'),
  within: duration('How long a build may take.').default(3_600_000),
});

/** How an image comes about; without a project something else builds it, and pushes it to a tag. */
export type BuildConfig = Omit<z.output<typeof build>, 'project'> & { project?: string | undefined };

const names = z
  .array(z.string().min(1).max(100))
  .min(1, 'name at least one person, or leave the line out: then everybody may who can reach Bakewatch');

/** What persons may be allowed to do, each on its own. */
export const COMMAND_KINDS = [
  'deploy',
  'approve',
  'reject',
  'cancel',
  'rollback',
  'resume',
  'adopt',
  'fix-forward',
  'freeze',
  'unfreeze',
  'emergency',
  'pardon',
] as const;

const checks = z
  .strictObject({
    require: z
      .array(
        z
          .string()
          .min(1)
          .max(255)
          .regex(/^[^\p{Cc}]+$/u, 'the name of a check, on one line')
          .refine(
            (check) => !isOwnContext(check),
            `\`${OWN_CONTEXTS}...\` is what Bakewatch itself reports of a release: it would wait for itself`,
          ),
      )
      .min(1, 'name at least one check, or leave `checks` out')
      .max(20)
      .refine((all) => new Set(all).size === all.length, 'names a check twice')
      .describe('Names of commit statuses and check runs, exactly as GitHub shows them.'),
    within: duration('How long they may take; then the release expires.').default(3_600_000),
  })
  .describe('A release is built only when all of these are green on its commit, whichever CI reports them.');

const may = z
  .strictObject(
    Object.fromEntries(['everything', ...COMMAND_KINDS].map((kind) => [kind, names.optional()])) as Record<
      'everything' | (typeof COMMAND_KINDS)[number],
      z.ZodOptional<typeof names>
    >,
  )
  .describe('Who may do what. What is not named follows `everything`; without that, everybody may.');

const person = z.strictObject({
  github: z.string().min(1).max(100).optional().describe('The login under which this person pushes.'),
  gitlab: z.string().min(1).max(100).optional().describe('The username under which this person pushes.'),
  bitbucket: z
    .string()
    .regex(UUID_IN_BRACES, `the person\`s UUID at Bitbucket: ${UUID_LOOKS}`)
    .optional()
    .describe('The UUID of the account that pushes: nicknames are neither unique nor lasting.'),
  slack: z
    .string()
    .regex(/^[TE][A-Z0-9]{2,20}\/[UW][A-Z0-9]{2,20}$/, 'looks like T01234567/U01234567: the team`s id and the user`s')
    .optional(),
});

/** What only commits have, and why an image does without. */
const WITHOUT_COMMITS = {
  repository: 'an image in ECR has no other repository',
  branch: 'an image is released from its tag',
  build: 'an image is built already',
  paths: 'nobody says which paths an image changes',
  senders: 'ECR does not say who pushed an image',
  checks: 'an image has no commit to be checked',
} as const;
const NOT_WITH_IMAGE = Object.keys(WITHOUT_COMMITS) as (keyof typeof WITHOUT_COMMITS)[];

/** Said beside whatever else is wrong with the block. */
const always = (): boolean => true;
const isToldFrom = (written: unknown, key: 'repository' | 'build'): boolean =>
  typeof written !== 'object' || written === null || key in written || 'image' in written;

/** A service that takes images, in the words of those that are built: the tag is the branch, and there is no project. */
const fromTag = ({
  repository: name,
  tag,
}: z.output<typeof image>): { repository: WrittenRepository; branch: string; build: BuildConfig } => ({
  repository: { id: `ecr:${name}`, name },
  branch: tag,
  build: { image: name, digestVariable: 'IMAGE_DIGEST', within: 0 },
});

const service = z
  .strictObject({
    repository: repository.optional(),
    branch: z.string().min(1).max(255).optional().describe('Default: main.'),
    image: image.optional(),
    paths: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(200)
      .optional()
      .describe('Globs; a push that changes none of them is not a release. Default: everything.'),
    senders: z
      .array(z.union([z.int().min(1), z.string()]))
      .min(1)
      .optional()
      .describe(
        'The host`s ids of the users whose pushes may release: numbers at GitHub and GitLab, UUIDs at Bitbucket. Default: whoever may push.',
      ),
    checks: checks.optional(),
    build: build.optional(),
    slack: z.strictObject({ channel: z.string().min(1).max(80) }).optional(),
    people: z
      .record(z.string().min(1).max(100), person)
      .optional()
      .describe('Who is who: one person`s name here, her login at GitHub, her id in Slack.'),
    may: may.optional(),
    emergencyNeeds: z
      .int()
      .min(1)
      .max(2)
      .optional()
      .describe('How many persons it takes to let a release pass windows, approvals and bakes. Default: 2.'),
    stages: z.array(stage).min(1, 'a service needs at least one stage').max(20),
  })
  .refine((written) => isToldFrom(written, 'repository'), {
    path: ['repository'],
    message: 'is missing: say where the commits are, or `image` where something else builds',
    when: always,
  })
  .refine((written) => isToldFrom(written, 'build'), {
    path: ['build'],
    message: 'is missing: it must be a block of keys',
    when: always,
  })
  .superRefine((written, context) => {
    if (written.image)
      for (const path of NOT_WITH_IMAGE.filter((key) => written[key] !== undefined))
        context.addIssue({
          code: 'custom',
          path: [path],
          message: `${WITHOUT_COMMITS[path]}: leave this out, or \`image\``,
        });
    else if (written.repository) checkSource({ ...written, repository: written.repository }, context);
  })
  .transform(({ image: pushed, repository: source, branch = 'main', build: built, ...rest }) => ({
    ...rest,
    ...(pushed ? fromTag(pushed) : { repository: source as WrittenRepository, branch, build: built as BuildConfig }),
  }));

const installation = z
  .strictObject({
    account: z
      .string('the account`s number in quotes')
      .regex(/^[0-9]{12}$/, 'twelve digits, in quotes')
      .optional()
      .describe('Default: the one whose credentials deploy. Targets in other accounts need it said.'),
    region: region.optional().describe('Default: that of the credentials. Targets in other regions need it said.'),
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{16,200}$/, '16 to 200 letters, digits and any of +=,.@:/-_')
      .optional()
      .describe('What roles in other accounts ask for besides the caller: draw it once, for instance with uuidgen.'),
    frontDoor: z
      .enum(['function-url', 'http-api'])
      .default('function-url')
      .describe(
        'How webhooks and clicks come in: free of charge, or through API Gateway, which throttles before Lambda is paid.',
      ),
    concurrency: z
      .strictObject({
        webhook: z.int().min(0).max(1_000).default(20),
        slack: z.int().min(0).max(1_000).default(5),
      })
      .prefault({})
      .describe(
        'So many at once are kept for each door, out of the account`s. 0: none, for accounts that have too few.',
      ),
    callByMail: z
      .array(z.email('an address for mail'))
      .max(20)
      .default([])
      .describe('Who is written to when somebody must act; each has to confirm once.'),
    runbook: z
      .string()
      .regex(/^\S{1,300}$/, 'an address without spaces')
      .default('docs/runbook.md')
      .describe('Where your copy of docs/runbook.md is read: alarms link to its sections.'),
    githubToken: z
      .boolean()
      .default(false)
      .describe(
        'True: GitHub is asked with the token, or as the GitHub App, in the secret bakewatch/github-token. Private repositories need it.',
      ),
    gitlabUrl: z
      .url({ protocol: /^https$/, error: 'a URL that begins with https://' })
      .refine((url) => !/[?#@]/.test(url), 'a URL without a password, a query or a fragment')
      .transform((url) => url.replace(/\/+$/, ''))
      .optional()
      .describe('Where your own GitLab is. Default: https://gitlab.com.'),
    gitlabToken: z
      .boolean()
      .optional()
      .describe('True: GitLab is asked with the token in the secret bakewatch/gitlab-token. Private projects need it.'),
    bitbucketToken: z
      .boolean()
      .optional()
      .describe(
        'True: Bitbucket is asked with the token in the secret bakewatch/bitbucket-token. Private repositories need it.',
      ),
    slackTeams: z
      .array(z.string().regex(/^[TE][A-Z0-9]{2,20}$/, 'the id of a workspace or organisation looks like T01234567'))
      .max(50)
      .default([])
      .describe('Workspaces whose people may press buttons besides the one where the app is installed.'),
    keepLogs: z
      .union([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731].map((days) => z.literal(days)))
      .default(90)
      .describe('Days.'),
  })
  .describe('How Bakewatch is installed in an AWS account (docs/install.md). One machine passes over it.');

/**
 * `bakewatch.yaml`, once: the validator, the types and the JSON Schema for editors (`npm run schema`) all come from here.
 * Durations are written `30s`, `10m`, `2h`, `7d` and become milliseconds.
 */
export const configSchema = z
  .strictObject({
    installation: installation.prefault({}),
    services: z.record(name('the name of a service'), service),
  })
  .superRefine((config, context) => {
    // After a mistake in a service it is here as it was written: one that takes images has no repository yet.
    const repositories = Object.values(config.services).flatMap(({ repository: source }) => source?.id ?? []);
    for (const id of new Set(
      repositories.filter((each) => repositories.filter((r) => r === each).length > MOST_SERVICES),
    )) {
      context.addIssue({
        code: 'custom',
        path: ['services'],
        message: `more than ${MOST_SERVICES} services are released from repository ${idAtHost(id)}`,
      });
    }
    for (const [serviceName, settings] of Object.entries(config.services)) {
      const { stages } = settings;
      const bytes = new TextEncoder().encode(JSON.stringify(settings)).length;
      if (bytes > LARGEST_SERVICE_BYTES)
        context.addIssue({
          code: 'custom',
          path: ['services', serviceName],
          message: `is ${bytes} bytes as JSON, and at most ${LARGEST_SERVICE_BYTES} travel with a release: name fewer alarms or targets`,
        });
      for (const { path, message } of unreachable(stages, config.installation)) {
        context.addIssue({ code: 'custom', path: ['services', serviceName, 'stages', ...path], message });
      }
      for (const [s, key] of tasksElsewhere(stages, config.installation)) {
        context.addIssue({
          code: 'custom',
          path: ['services', serviceName, 'stages', s, key],
          message:
            'runs where the stage`s first target is, and Step Functions runs tasks in its own region only: install Bakewatch there, or leave this out',
        });
      }
      for (const [i, path] of duplicates(stages.map((s) => s.name))) {
        context.addIssue({
          code: 'custom',
          path: ['services', serviceName, 'stages', i, 'name'],
          message: `the name "${path}" is used twice`,
        });
      }
      for (const [s, { targets }] of stages.entries()) {
        for (const [i, path] of duplicates(targets.map((t) => t.name ?? t.service))) {
          context.addIssue({
            code: 'custom',
            path: ['services', serviceName, 'stages', s, 'targets', i],
            message: `the target "${path}" is there twice: give each a \`name\``,
          });
        }
      }
    }
  });

/** What is asked of a host has to be what it knows. */
function checkSource(
  {
    repository: { id },
    senders = [],
    checks: required,
  }: { repository: WrittenRepository; senders?: (number | string)[] | undefined; checks?: unknown },
  context: z.RefinementCtx,
): void {
  for (const [i, message] of strangeSenders(id, senders))
    context.addIssue({ code: 'custom', path: ['senders', i], message });
  if (required && hostOf(id) !== 'github') {
    const message = `are asked of GitHub alone: leave this out, and let ${HOST_NAMES[hostOf(id)]} merge nothing that has not passed`;
    context.addIssue({ code: 'custom', path: ['checks'], message });
  }
}

/** Each host counts its users in its own way. */
function strangeSenders(id: RepositoryId, senders: (number | string)[]): [number, string][] {
  const host = hostOf(id);
  const isFit = (sender: number | string): boolean =>
    host === 'bitbucket' ? UUID_IN_BRACES.test(String(sender)) : typeof sender === 'number';
  const fits = host === 'bitbucket' ? `by UUIDs, which ${UUID_LOOKS.replace('looks', 'look')}` : 'by numbers';
  return [...senders.entries()]
    .filter(([, sender]) => !isFit(sender))
    .map(([i]) => [i, `${HOST_NAMES[host]} knows its users ${fits}`]);
}

/** Who is reached in other accounts and regions must be told who comes, and where events are sent to. */
function unreachable(
  stages: StageConfig[],
  { account, region, externalId }: z.output<typeof installation>,
): { path: (string | number)[]; message: string }[] {
  return stages.flatMap(({ targets }, s) =>
    targets.flatMap((target, t) => [
      ...(target.role && !(account && region && externalId)
        ? [
            {
              path: [s, 'targets', t, 'role'],
              message:
                'a role in another account must know who comes: write `account`, `region` and `externalId` into `installation`',
            },
          ]
        : []),
      ...(target.region && !region
        ? [
            {
              path: [s, 'targets', t, 'region'],
              message:
                'where there are several regions, say which is Bakewatch`s own: write `region` into `installation`',
            },
          ]
        : []),
    ]),
  );
}

/**
 * ECS tasks of stages whose first target is in another region than the state machine.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
 */
function tasksElsewhere(
  stages: StageConfig[],
  installed: { region?: string | undefined },
): [number, 'migrate' | 'verify'][] {
  const elsewhere = [...stages.entries()].filter(
    ([, { targets }]) => (targets[0]?.region ?? installed.region) !== installed.region,
  );
  return elsewhere.flatMap(([s, { migrate, verify }]) => {
    const keys = { migrate: migrate !== undefined, verify: verify !== undefined && 'task' in verify };
    return (['migrate', 'verify'] as const).filter((key) => keys[key]).map((key): [number, typeof key] => [s, key]);
  });
}

function duplicates(names: string[]): [number, string][] {
  return [...names.entries()].filter(([i, n]) => names.indexOf(n) !== i);
}

export type Config = z.output<typeof configSchema>;
export type InstallationConfig = Config['installation'];
export type ServiceConfig = Config['services'][string];
export type CommandKind = (typeof COMMAND_KINDS)[number];
export type StageConfig = ServiceConfig['stages'][number];
