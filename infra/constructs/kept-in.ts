import type { IDestination, IEventSourceDlq, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/**
 * Where Lambda keeps what a function could not do: of its stream, or of calls that nobody waits for. For that it sends messages in the
 * function's name; the CDK's own destinations would also let the function ask what the queue is like.
 */
export const keptIn = (queue: Queue): IDestination & IEventSourceDlq => ({
  bind(_by: unknown, called: IFunction) {
    queue.grant(called, 'sqs:SendMessage');
    return { destination: queue.queueArn };
  },
});
