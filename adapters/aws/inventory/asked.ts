import type { Answer } from '#core/ports/inventory.ts';

const MISSING = new Set([
  'ClusterNotFoundException',
  'RepositoryNotFoundException',
  'ResourceNotFoundException',
  'NoSuchEntityException',
]);

/** What ECS calls a task definition that is not there. */
const MISSING_SENTENCE = /^Unable to describe task definition/i;

const DENIED = /AccessDenied|NotAuthorized|UnauthorizedOperation|AuthorizationError/;

/** AWS on one machine, and emulators, do not offer every service, and each says so in words of its own, or in another language. */
const NOT_OFFERED = /^UnknownOperation|^NotImplemented|XML parse error/;

/** The answer to one question. `permission` is the action that whoever asks must be allowed. Nothing is thrown. */
export async function asked<Found>(permission: string, ask: () => Promise<Found | undefined>): Promise<Answer<Found>> {
  try {
    const found = await ask();
    return found === undefined ? { kind: 'missing' } : { kind: 'found', found };
  } catch (error) {
    const { name, message } = error as Error;
    if (MISSING.has(name) || MISSING_SENTENCE.test(message)) return { kind: 'missing' };
    return { kind: 'unasked', ...whyUnasked(error as Error, permission) };
  }
}

export function whyUnasked(error: Error, permission: string): { why: string; permission?: string } {
  if (DENIED.test(error.name)) return { why: 'AWS denies it', permission };
  if (NOT_OFFERED.test(error.name) || NOT_OFFERED.test(error.message))
    return { why: `${permission} is not offered here` };
  return { why: `${error.name === 'Error' ? '' : `${error.name}: `}${firstLine(error.message)}` };
}

const firstLine = (text: string): string => text.split('\n')[0]?.trim() ?? '';
