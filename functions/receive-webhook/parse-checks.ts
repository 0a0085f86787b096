import * as z from 'zod/mini';

const sha = z.string().check(z.regex(/^[0-9a-f]{40}$/));
const repository = z.object({ id: z.int().check(z.positive()) });

/** The fields of GitHub's payloads that we use; new ones are ignored. */
const statusPayload = z.object({ repository, sha, context: z.string(), state: z.string() });
const runPayload = z.object({
  repository,
  action: z.string(),
  check_run: z.object({ head_sha: sha, name: z.string() }),
});
const suitePayload = z.object({ repository, action: z.string(), check_suite: z.object({ head_sha: sha }) });

/** That something was reported of a commit. */
export interface ToldChecks {
  repositoryId: number;
  sha: string;
  /** The check's name; undefined: it is said of a whole suite of them. */
  name?: string;
  /** It has come to an end, well or not: before that nobody goes on. */
  isOver: boolean;
}

/** By the event's name in X-GitHub-Event. Undefined where the payload is not one of that event. */
export const parseChecks = {
  status(payload: unknown): ToldChecks | undefined {
    const { success, data } = z.safeParse(statusPayload, payload);
    if (!success) return undefined;
    return { repositoryId: data.repository.id, sha: data.sha, name: data.context, isOver: data.state !== 'pending' };
  },
  check_run(payload: unknown): ToldChecks | undefined {
    const { success, data } = z.safeParse(runPayload, payload);
    if (!success) return undefined;
    const { head_sha, name } = data.check_run;
    return { repositoryId: data.repository.id, sha: head_sha, name, isOver: data.action === 'completed' };
  },
  check_suite(payload: unknown): ToldChecks | undefined {
    const { success, data } = z.safeParse(suitePayload, payload);
    if (!success) return undefined;
    return { repositoryId: data.repository.id, sha: data.check_suite.head_sha, isOver: data.action === 'completed' };
  },
} satisfies Record<string, (payload: unknown) => ToldChecks | undefined>;
