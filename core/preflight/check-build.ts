import type { BuildConfig } from '../config/schema.ts';
import type { Answer, ProjectFacts, RepositoryFacts } from '../ports/inventory.ts';
import { expectFound, type Finding, warning } from './finding.ts';

/** What a build needs: its project, able to make an image, and a repository to push it to. Of what something else builds, only the repository. */
export function checkBuild(
  { project, image }: BuildConfig,
  facts: { project?: Answer<ProjectFacts>; repository: Answer<RepositoryFacts> },
  path: PropertyKey[],
): Finding[] {
  if (!(project && facts.project))
    return checkRepository(image, facts.repository, [...path, 'image', 'repository'], 'moves');
  const itsProject = checkProject(project, facts.project, [...path, 'build', 'project'], ({ isPrivileged }) =>
    isPrivileged
      ? []
      : [
          warning(
            [...path, 'build', 'project'],
            `builds of "${project}" may not run Docker`,
            'switch on its privileged mode, unless it builds images without Docker',
          ),
        ],
  );
  return [...itsProject, ...checkRepository(image, facts.repository, [...path, 'build', 'image'], 'stays')];
}

export function checkProject(
  name: string,
  answer: Answer<ProjectFacts>,
  path: PropertyKey[],
  right?: (found: ProjectFacts) => Finding[],
): Finding[] {
  const about = {
    path,
    what: `whether the CodeBuild project "${name}" exists`,
    missing: `there is no CodeBuild project "${name}" where Bakewatch is installed`,
    remedy: 'mend its name, or create it',
  };
  return expectFound(answer, about, right);
}

/** `tag`: an image's own tag stays where it is; one that is released from moves on, or there would be one release only. */
function checkRepository(
  name: string,
  answer: Answer<RepositoryFacts>,
  path: PropertyKey[],
  tag: 'stays' | 'moves',
): Finding[] {
  const about = {
    path,
    what: `whether the ECR repository "${name}" exists`,
    missing: `there is no ECR repository "${name}" where Bakewatch is installed`,
    remedy: 'mend its name, or create it',
  };
  return expectFound(answer, about, ({ areTagsImmutable }) => {
    if (areTagsImmutable === (tag === 'stays')) return [];
    return [
      tag === 'stays'
        ? warning(
            path,
            `tags in the ECR repository "${name}" can be moved to other images`,
            'make them immutable: Bakewatch deploys digests, but people read tags',
          )
        : warning(
            path,
            `tags in the ECR repository "${name}" cannot be moved to other images`,
            'make them mutable, or let the tag be an exception: it is given to each image that is to be released',
          ),
    ];
  });
}
