import { isRepositoryId, type RepositoryId } from '#core/intake/repository-id.ts';

/** What is read of an EventBridge event; nothing in it is believed. */
export interface ImageEvent {
  id?: unknown;
  source?: unknown;
  detail?: { 'repository-name'?: unknown; 'image-tag'?: unknown } | undefined;
}

/** Where to look, and what the event is known by. */
export interface TaggedImage {
  event: string;
  repository: { id: RepositoryId; name: string };
  tag: string;
}

const EVENT_ID = /^[0-9a-f-]{1,64}$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/**
 * The tag that an image was given; undefined for any other event, and for an image without a tag.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function imageOfEvent({ id, source, detail }: ImageEvent): TaggedImage | undefined {
  const { 'repository-name': name, 'image-tag': tag } = detail ?? {};
  if (source !== 'aws.ecr' || typeof name !== 'string' || typeof tag !== 'string' || typeof id !== 'string')
    return undefined;
  const repository = `ecr:${name}`;
  if (!isRepositoryId(repository) || !TAG.test(tag) || !EVENT_ID.test(id)) return undefined;
  return { event: id, repository: { id: repository, name }, tag };
}
