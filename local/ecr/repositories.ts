import * as ecr from '@aws-sdk/client-ecr';
import { ACCOUNT, arn } from '../account.ts';
import { REGISTRY } from './image-reference.ts';
import { findRepository, type Registry, type RepositoryRow, refuseUnsupported } from './registry.ts';

/** CreateRepository and DescribeRepositories. */
export function repositoryOperations(registry: Registry) {
  return {
    CreateRepository: (input: ecr.CreateRepositoryCommandInput) => ({ repository: create(registry, input) }),
    DescribeRepositories: (input: ecr.DescribeRepositoriesCommandInput) => {
      refuseUnsupported(input, ['registryId', 'repositoryNames', 'maxResults']);
      const rows = input.repositoryNames
        ? input.repositoryNames.map((name) => findRepository(registry, name))
        : (registry.database.prepare('SELECT * FROM repositories ORDER BY name').all() as unknown as RepositoryRow[]);
      return { repositories: rows.map(view) };
    },
  };
}

function create(registry: Registry, input: ecr.CreateRepositoryCommandInput): ecr.Repository {
  refuseUnsupported(input, ['registryId', 'repositoryName', 'imageTagMutability', 'imageScanningConfiguration']);
  const name = input.repositoryName ?? '';
  const mutability = input.imageTagMutability ?? 'MUTABLE';
  if (name.length < 2 || !/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(name)) {
    throw new ecr.InvalidParameterException({ message: `Invalid repositoryName: "${name}"`, $metadata: {} });
  }
  if (mutability !== 'MUTABLE' && mutability !== 'IMMUTABLE') {
    throw new ecr.InvalidParameterException({ message: `Unsupported imageTagMutability ${mutability}`, $metadata: {} });
  }
  const row = { name, mutability, createdAt: registry.clock.now() };
  const { changes } = registry.database
    .prepare('INSERT OR IGNORE INTO repositories (name, mutability, createdAt) VALUES (?, ?, ?)')
    .run(row.name, row.mutability, row.createdAt);
  if (changes === 0) {
    const message = `The repository with name '${name}' already exists in the registry with id '${ACCOUNT}'`;
    throw new ecr.RepositoryAlreadyExistsException({ message, $metadata: {} });
  }
  return view(row);
}

const view = (row: RepositoryRow): ecr.Repository => ({
  repositoryArn: arn('ecr', `repository/${row.name}`),
  registryId: ACCOUNT,
  repositoryName: row.name,
  repositoryUri: `${REGISTRY}/${row.name}`,
  createdAt: new Date(row.createdAt),
  imageTagMutability: row.mutability,
});
