import { arn } from '#local/account.ts';
import { text } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

export const secretsManagerAsks: Record<string, Ask> = {
  GetSecretValue: ({ SecretId, VersionStage }, facts) => {
    const id = text(SecretId);
    const stage = VersionStage === undefined ? {} : { 'secretsmanager:VersionStage': text(VersionStage) };
    const resource = facts.secretArn(id) ?? (id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}`));
    return [request('secretsmanager:GetSecretValue', resource, { 'secretsmanager:SecretId': id, ...stage })];
  },
};
