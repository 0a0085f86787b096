import type { IncomingMessage } from 'node:http';
import { readBody } from '#local/http/read-body.ts';

export type Arguments = Record<string, unknown>;

/** Form fields whose text is JSON: so the official client sends structures. */
const STRUCTURES = ['blocks', 'attachments', 'metadata'];

/** The arguments of a Web API call, from a form, a JSON body or the query. Throws SyntaxError when the JSON is none. */
export async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
  const body = (await readBody(request)).toString('utf8');
  if (/^application\/json/.test(request.headers['content-type'] ?? ''))
    return { ...query, ...JSON.parse(body || '{}') };
  const fields: Arguments = { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  for (const name of STRUCTURES) {
    const value = fields[name];
    if (typeof value === 'string') fields[name] = JSON.parse(value);
  }
  return fields;
}

/** The token of a call: from the header, or from the arguments as older clients send it. */
export function tokenOf(request: IncomingMessage, given: Arguments): string | undefined {
  const header = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return header ?? (typeof given['token'] === 'string' && given['token'] !== '' ? given['token'] : undefined);
}
