import type { IncomingMessage } from 'node:http';
import { ACCOUNT } from '#local/account.ts';
import { signedCaller } from '#local/http/http-service.ts';
import type { XmlTree } from './query-xml.ts';

/** GetCallerIdentity: everybody here is of the one account, and known by the access key. It asks nobody for a permission, as in AWS. */
export function callerIdentity(request: IncomingMessage): XmlTree {
  const key = signedCaller(request) || 'anonymous';
  return { Arn: `arn:aws:iam::${ACCOUNT}:user/${key}`, UserId: key, Account: ACCOUNT };
}
