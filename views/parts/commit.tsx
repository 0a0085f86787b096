import { shortSha } from '#core/release/release.ts';
import { legible } from './legible.ts';

/** What was released: subject, and sha and author below. Subjects come from outside and may be written in any direction. */
export const Commit = ({ sha, subject, author }: { sha: string; subject?: string; author?: string }) => (
  <span class="commit">
    {subject ? (
      <bdi class="commit-subject" title={legible(subject)}>
        {legible(subject)}
      </bdi>
    ) : null}
    <span class="commit-by">
      <code>{shortSha(sha)}</code>
      {author ? <bdi>{legible(author)}</bdi> : null}
    </span>
  </span>
);
