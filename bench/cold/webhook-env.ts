import { SECRET } from './signed-pushes.ts';
import type { StandIn } from './stand-in.ts';

/** What receive-webhook and its floors are given, beside what Lambda gives to every function. */
export const webhookEnv = ({ url, certificateFile }: StandIn): Record<string, string> => ({
  BAKEWATCH_TABLE: 'bakewatch',
  WEBHOOK_SECRET_ID: 'bakewatch/webhook',
  FLOOR_SECRET: SECRET,
  AWS_ENDPOINT_URL: url,
  NODE_EXTRA_CA_CERTS: certificateFile,
});
