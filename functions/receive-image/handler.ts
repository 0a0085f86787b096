import { setTimeout as sleep } from 'node:timers/promises';
import { imageSourceHost } from '#adapters/aws/image-source-host.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { burstPatience } from '#functions/steps/intake/patience.ts';
import { ENV } from './env.ts';
import { type ImageEvent, imageOfEvent } from './image-of-event.ts';
import { receiveImage } from './receive-image.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  sourceHost: imageSourceHost(),
  now: Date.now,
  patience: burstPatience(Math.random, sleep),
};

/** Called by EventBridge: the event wakes, and nothing in it is believed. */
export const handler = compose(async (event: ImageEvent) => {
  const image = imageOfEvent(event);
  const message = image ? await receiveImage(ports, image) : 'no tag was given to an image';
  console.log(JSON.stringify({ level: 'INFO', message }));
});
