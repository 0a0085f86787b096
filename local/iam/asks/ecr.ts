import { ACCOUNT, REGION } from '#local/account.ts';
import { text, texts } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

const repositoryArn = (name: unknown, registryId: unknown): string =>
  `arn:aws:ecr:${REGION}:${text(registryId) || ACCOUNT}:repository/${text(name) || '*'}`;

export const ecrAsks: Record<string, Ask> = {
  DescribeImages: ({ repositoryName, registryId }) => [
    request('ecr:DescribeImages', repositoryArn(repositoryName, registryId)),
  ],
  DescribeRepositories: ({ repositoryNames, registryId }) => {
    const names = texts(repositoryNames);
    return (names.length > 0 ? names : ['']).map((name) =>
      request('ecr:DescribeRepositories', repositoryArn(name, registryId)),
    );
  },
};
