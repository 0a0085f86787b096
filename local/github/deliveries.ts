import { deliver } from './hook/deliver.mjs';
import { deliveries, isAnswered } from './hook/deliveries.mjs';
import { bareDirectories, readSettings } from './repositories.ts';

/** A delivery as it is kept: one webhook, and every attempt to bring it. */
export interface KeptDelivery {
  guid: string;
  /** Epoch ms. */
  keptAt: number;
  event: string;
  attempts: { at: number; status?: number; error?: string }[];
}

interface Attempt {
  id: number;
  guid: string;
  delivered_at: string;
  redelivery: boolean;
  duration: number;
  status: string;
  status_code: number;
  event: string;
  action: null;
  installation_id: null;
  repository_id: number;
}

const MOST_PER_PAGE = 100;

/**
 * A page of the attempts to deliver, newest first; one webhook per repository, with the repository's number. Undefined when `hook`
 * is another one. https://docs.github.com/en/rest/repos/webhooks#list-deliveries-for-a-repository-webhook
 */
export function listDeliveries(bareDirectory: string, hook: number, query: URLSearchParams): Page | undefined {
  const { id, fullName, githubUrl } = readSettings(bareDirectory);
  if (hook !== id) return undefined;
  return pageOf(attemptsOf(bareDirectory, hook), query, `${githubUrl}/repos/${fullName}/hooks/${id}/deliveries`);
}

/** The same for the webhook of an App that is installed on all repositories. https://docs.github.com/en/rest/apps/webhooks */
export function listAppDeliveries(dir: string, query: URLSearchParams): Page {
  const directories = bareDirectories(dir, 'github');
  const attempts = directories.flatMap(appAttemptsOf).sort((a, b) => b.id - a.id);
  const [githubUrl] = directories.map((directory) => readSettings(directory).githubUrl);
  return pageOf(attempts, query, `${githubUrl}/app/hook/deliveries`);
}

/** As `redeliverAttempt`, for the webhook of an App. */
export async function redeliverOfApp(dir: string, id: string): Promise<boolean> {
  const attempt = (directory: string) => appAttemptsOf(directory).find((one) => String(one.id) === id);
  const directory = bareDirectories(dir, 'github').find(attempt);
  return directory !== undefined && bringAgain(directory, attempt(directory)?.guid);
}

interface Page {
  body: Attempt[];
  headers: Record<string, string>;
}

function pageOf(attempts: Attempt[], query: URLSearchParams, address: string): Page {
  const perPage = Math.min(Number(query.get('per_page') ?? 30), MOST_PER_PAGE);
  const cursor = Number(query.get('cursor') ?? Number.POSITIVE_INFINITY);
  const rest = attempts.filter((attempt) => attempt.id <= cursor);
  const next = rest[perPage];
  const url = `${address}?per_page=${perPage}&cursor=${next?.id}`;
  const headers: Record<string, string> = next ? { link: `<${url}>; rel="next"` } : {};
  return { body: rest.slice(0, perPage), headers };
}

/**
 * Brings the delivery of an attempt once more, some time after this has answered. False when there is no such attempt.
 * https://docs.github.com/en/rest/repos/webhooks#redeliver-a-delivery-for-a-repository-webhook
 */
export async function redeliverAttempt(bareDirectory: string, hook: number, id: string): Promise<boolean> {
  const settings = readSettings(bareDirectory);
  const attempt = attemptsOf(bareDirectory, hook).find((one) => String(one.id) === id);
  return hook === settings.id && bringAgain(bareDirectory, attempt?.guid);
}

function bringAgain(bareDirectory: string, guid: string | undefined): boolean {
  const delivery = deliveries(bareDirectory).find((each) => each.guid === guid);
  if (!delivery) return false;
  void deliver(bareDirectory, delivery).catch(() => undefined);
  return true;
}

/** An App counts the attempts of all its repositories: by their time, which tells them apart well enough here. */
const appAttemptsOf = (bareDirectory: string): Attempt[] =>
  attemptsOf(bareDirectory, Number(readSettings(bareDirectory).id)).map((attempt) => ({
    ...attempt,
    id: Date.parse(attempt.delivered_at) * 1_000 + (attempt.id % 1_000),
  }));

/** An attempt's number is its place in time: attempts are only ever added. */
function attemptsOf(bareDirectory: string, repositoryId: number): Attempt[] {
  return deliveries(bareDirectory)
    .flatMap(({ guid, event, attempts }) =>
      attempts.map((attempt, number) => ({ guid, event, attempt, redelivery: number > 0 })),
    )
    .sort((a, b) => a.attempt.at - b.attempt.at)
    .map(({ attempt, ...about }, index) => ({
      ...about,
      id: index + 1,
      delivered_at: new Date(attempt.at).toISOString(),
      duration: 0,
      status: isAnswered({ attempts: [attempt] }) ? 'OK' : (attempt.error ?? 'Invalid HTTP Response'),
      status_code: attempt.status ?? 0,
      action: null,
      installation_id: null,
      repository_id: repositoryId,
    }))
    .reverse();
}
