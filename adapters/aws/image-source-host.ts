import { DescribeImagesCommand, ECRClient, type ImageDetail, type ImageIdentifier } from '@aws-sdk/client-ecr';
import { HOST_NAMES } from '#core/intake/repository-id.ts';
import { type HostedCommit, type Repository, RepositoryUnreadable, type SourceHost } from '#core/ports/source-host.ts';
import { shortDigest, shownAsCommit } from '#core/words/shown-as-commit.ts';
import { clientConfig } from './client-config.ts';

const SHA = /^[0-9a-f]{40}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** What a digest begins with, as people write it. */
const BEGINNING = /^(?:sha256:)?([0-9a-f]{4,64})$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Of a thousand images each: more is not looked through for somebody who waits. */
const MOST_PAGES = 5;

const REMEDY =
  'mend `image.repository` in bakewatch.yaml, or create the repository where Bakewatch is installed, and deploy again';

/**
 * ECR, where images are that something else has built: a tag is a branch whose only commit is the image that it names. Nothing comes before
 * anything else there. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
 */
export function imageSourceHost(): SourceHost {
  let client: ECRClient | undefined;

  async function describe(
    { name }: Repository,
    page: { imageIds?: ImageIdentifier[]; nextToken?: string | undefined },
  ) {
    client ??= new ECRClient(clientConfig);
    try {
      return await client.send(new DescribeImagesCommand({ repositoryName: name, ...page }));
    } catch (error) {
      const { name: kind, message } = error as Error;
      if (kind === 'ImageNotFoundException') return undefined;
      if (kind === 'RepositoryNotFoundException' || kind === 'AccessDeniedException')
        throw new RepositoryUnreadable(`ECR does not show the repository ${name} (${message}): ${REMEDY}`);
      throw error;
    }
  }

  async function find(repository: Repository, imageId: ImageIdentifier): Promise<HostedCommit | undefined> {
    const [image] = (await describe(repository, { imageIds: [imageId] }))?.imageDetails ?? [];
    return image && toCommit(image);
  }

  /** The one image whose digest begins so; none where there are several. */
  async function search(repository: Repository, beginning: string): Promise<HostedCommit | undefined> {
    const found: ImageDetail[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await describe(repository, nextToken ? { nextToken } : {});
      const images = answer?.imageDetails ?? [];
      found.push(...images.filter(({ imageDigest }) => imageDigest?.startsWith(`sha256:${beginning}`)));
      nextToken = answer?.nextToken;
      if (!nextToken) return found.length === 1 && found[0] ? toCommit(found[0]) : undefined;
    }
    throw new Error(`${repository.name} has more images than are looked through: give the whole digest, or the tag.`);
  }

  async function head(repository: Repository, tag: string): Promise<HostedCommit | 'no branch'> {
    return (TAG.test(tag) ? await find(repository, { imageTag: tag }) : undefined) ?? 'no branch';
  }

  return {
    head,
    async isOnBranch(repository, tag, sha) {
      const tip = SHA.test(tag) ? { sha: tag } : await head(repository, tag);
      return tip !== 'no branch' && tip.sha === sha ? 'tip' : 'gone';
    },
    async resolve(repository, name) {
      if (DIGEST.test(name)) return find(repository, { imageDigest: name });
      const tagged = await head(repository, name);
      if (tagged !== 'no branch') return tagged;
      const beginning = BEGINNING.exec(name)?.[1];
      return beginning ? search(repository, beginning) : undefined;
    },
  };
}

function toCommit({ imageDigest = '', imagePushedAt }: ImageDetail): HostedCommit {
  if (!DIGEST.test(imageDigest)) throw new Error(`ECR gave an image without a digest of SHA-256: ${imageDigest}`);
  const when = imagePushedAt ? ` pushed ${imagePushedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
  const subject = `image ${shortDigest(imageDigest)}${when}`;
  return { sha: shownAsCommit(imageDigest), author: HOST_NAMES.ecr, subject, message: subject };
}
