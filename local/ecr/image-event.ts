import type { ServiceEvent } from '../eventbridge/aws-event.ts';

/**
 * `ECR Image Action` as AWS documents it; without a tag where the image was pushed by its digest alone.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export const imagePushed = ({
  repository,
  digest,
  mediaType,
  tag,
  time,
}: {
  repository: string;
  digest: string;
  mediaType: string;
  tag: string | undefined;
  time: number;
}): ServiceEvent => ({
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  resources: [],
  time,
  detail: {
    result: 'SUCCESS',
    'repository-name': repository,
    'image-digest': digest,
    'action-type': 'PUSH',
    ...(tag === undefined ? {} : { 'image-tag': tag }),
    'manifest-media-type': mediaType,
  },
});
