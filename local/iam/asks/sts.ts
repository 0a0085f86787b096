import { text } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

export const stsAsks: Record<string, Ask> = {
  AssumeRole: ({ RoleArn, RoleSessionName, ExternalId }) => [
    request('sts:AssumeRole', text(RoleArn), {
      ...(RoleSessionName === undefined ? {} : { 'sts:RoleSessionName': text(RoleSessionName) }),
      ...(ExternalId === undefined ? {} : { 'sts:ExternalId': text(ExternalId) }),
    }),
  ],
};
