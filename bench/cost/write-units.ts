/** What is billed of a change in the table's stream. */
interface Changed {
  dynamodb: { NewImage?: object; OldImage?: object };
}

const KB = 1_024;

/** Every item of a transaction is written twice. */
export const TRANSACTION_UNITS = 2;

/**
 * DynamoDB bills a KB begun of the larger of both images, and in a transaction twice. An image is measured as the JSON that it is sent
 * as, which is a little more than DynamoDB counts.
 */
export const unitsOf = (changes: Changed[]): number =>
  changes.reduce((sum, { dynamodb: { NewImage, OldImage } }) => {
    const bytes = Math.max(...[NewImage, OldImage].map((image) => Buffer.byteLength(JSON.stringify(image ?? {}))));
    return sum + TRANSACTION_UNITS * Math.ceil(bytes / KB);
  }, 0);
