import { createDynamoDb } from '#local/dynamodb/create-dynamodb.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { systemClock } from '#local/time/clock.ts';

/** A process of its own, to be killed: serves DynamoDB from the directory given and prints its URL. */
const dynamoDb = await createDynamoDb({ dir: process.argv[2] ?? '', clock: systemClock() });
const { url } = await startEndpoint(0, [dynamoDb.service]);
console.log(url);
