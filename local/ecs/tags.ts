import type * as aws from '@aws-sdk/client-ecs';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter } from './errors.ts';
import type { Table } from './store.ts';

/** TagResource, UntagResource and ListTagsForResource, for clusters, services, task definitions and tasks. */
export function tagOperations({ store }: EcsContext) {
  const change = (arn: string | undefined, next: (tags: aws.Tag[]) => aws.Tag[]): aws.Tag[] => {
    const tables = [store.clusters, store.services, store.taskDefinitions, store.tasks] as unknown as Table<Tagged>[];
    const table = tables.find((candidate) => candidate.get(arn ?? '') !== undefined);
    const record = table?.get(arn ?? '');
    if (!(table && record)) throw invalidParameter('The specified resource was not found.');
    const tags = next(record.tags);
    if (tags.length > 50) throw invalidParameter('A resource has at most 50 tags.');
    store.commit(() => table.update(record.arn, { tags }));
    return tags;
  };
  return {
    TagResource(input: aws.TagResourceCommandInput) {
      const given = input.tags ?? [];
      change(input.resourceArn, (tags) => [
        ...tags.filter(({ key }) => !given.some((tag) => tag.key === key)),
        ...given,
      ]);
      return {};
    },
    UntagResource(input: aws.UntagResourceCommandInput) {
      change(input.resourceArn, (tags) => tags.filter(({ key }) => !input.tagKeys?.includes(key ?? '')));
      return {};
    },
    ListTagsForResource: (input: aws.ListTagsForResourceCommandInput) => ({
      tags: change(input.resourceArn, (tags) => tags),
    }),
  };
}

interface Tagged {
  arn: string;
  tags: aws.Tag[];
}
