/** One question to IAM: may this be done to that? A call asks one or more of them, and is allowed when all of them are. */
export interface IamRequest {
  /** As documented: `dynamodb:PutItem`. */
  action: string;
  /** An ARN, or `*` where AWS has no finer one to ask about. */
  resource: string;
  /** What conditions may ask for, by the documented key: `iam:PassedToService`. A key that the request does not carry is absent. */
  context: Record<string, string | string[]>;
}
