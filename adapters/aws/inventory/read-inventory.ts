import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Identity, Inventory, Listings } from '#core/ports/inventory.ts';
import type { Given } from './access.ts';
import { asked, whyUnasked } from './asked.ts';
import { clientsAt } from './clients-at.ts';
import { listAll } from './list-all.ts';
import { readMonitoring } from './read-monitoring.ts';
import { readTasks } from './read-tasks.ts';

/** What there is in AWS, asked with a person's credentials. `externalId` is what roles in other accounts ask for. */
export function awsInventory(given: Given, externalId: string | undefined): Inventory & Listings {
  const at = clientsAt(given, externalId);
  const here = at({});
  const { codeBuild, ecr, sts } = here;
  return {
    ...readTasks(at),
    ...readMonitoring(at),
    ...listAll(here),

    identity: () => identify(sts),

    entry: async (place) => {
      if (!place.role) return { kind: 'found', found: true };
      return asked('sts:AssumeRole', async () => {
        await at(place).ecs.config.credentials();
        return true as const;
      });
    },

    role: (place, name) =>
      asked('iam:GetRole', async () => {
        const { Role } = await at(place).iam.send(new GetRoleCommand({ RoleName: name.replace(/^.*\//, '') }));
        return Role && { name: `${Role.Path ?? '/'}${Role.RoleName ?? ''}`.replace(/^\//, '') };
      }),

    project: (name) =>
      asked('codebuild:BatchGetProjects', async () => {
        const { projects } = await codeBuild.send(new BatchGetProjectsCommand({ names: [name] }));
        return projects?.[0] && { isPrivileged: projects[0].environment?.privilegedMode ?? false };
      }),

    repository: (name) =>
      asked('ecr:DescribeRepositories', async () => {
        const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }));
        return (
          repositories?.[0] && {
            areTagsImmutable: repositories[0].imageTagMutability?.startsWith('IMMUTABLE') ?? false,
          }
        );
      }),
  };
}

const BAD_CREDENTIALS =
  /Expired|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|Credentials/;

/** AWS tells everybody who she is, whatever she may do: whoever is not told need ask nothing else. */
async function identify(sts: STSClient): Promise<Identity> {
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { kind: 'known', account: Account, arn: Arn };
  } catch (caught) {
    const error = caught as Error & { $metadata?: { httpStatusCode?: number } };
    const { why } = whyUnasked(error, 'sts:GetCallerIdentity');
    const isRefused = error.$metadata?.httpStatusCode === undefined || BAD_CREDENTIALS.test(error.name);
    return { kind: isRefused ? 'refused' : 'unknown', why };
  }
}
