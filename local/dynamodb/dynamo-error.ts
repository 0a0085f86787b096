/** An error as DynamoDB sends it: dynalite's own form, so that its errors and ours are answered alike. */
export interface DynamoError extends Error {
  statusCode: number;
  body: { __type: string; message: string } & Record<string, unknown>;
}

/** `name` as in the SDK (`TransactionCanceledException`); `members` are the exception's further members. */
export function dynamoError(name: string, message: string, members: object = {}): DynamoError {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...members };
  return Object.assign(new Error(message), { name, statusCode: 400, body });
}

export const validationError = (message: string): DynamoError => dynamoError('ValidationException', message);

export const tableNotFound = (table: string): DynamoError =>
  dynamoError('ResourceNotFoundException', `Requested resource not found: Table: ${table} not found`);

/** Whether `thrown` is an answer to the caller (400) and not a fault of ours (500). */
export const isDynamoError = (thrown: unknown): thrown is DynamoError =>
  thrown instanceof Error && 'statusCode' in thrown && 'body' in thrown;

/** The exception's name without the namespace of its shape. */
export const errorName = (error: DynamoError): string => error.body.__type.replace(/^.*#/, '');
