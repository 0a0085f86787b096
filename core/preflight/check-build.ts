import type { ServiceConfig } from '../config/schema.ts';
import type { Answer, ProjectFacts, RepositoryFacts } from '../ports/inventory.ts';
import { expectFound, type Finding, warning } from './finding.ts';

/** What a build needs: its project, able to make an image, and a repository to push it to. */
export function checkBuild(
  { project, image }: ServiceConfig['build'],
  facts: { project: Answer<ProjectFacts>; repository: Answer<RepositoryFacts> },
  path: PropertyKey[],
): Finding[] {
  return [
    ...checkProject(project, facts.project, [...path, 'project'], ({ isPrivileged }) =>
      isPrivileged
        ? []
        : [
            warning(
              [...path, 'project'],
              `builds of "${project}" may not run Docker`,
              'switch on its privileged mode, unless it builds images without Docker',
            ),
          ],
    ),
    ...checkRepository(image, facts.repository, [...path, 'image']),
  ];
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

function checkRepository(name: string, answer: Answer<RepositoryFacts>, path: PropertyKey[]): Finding[] {
  const about = {
    path,
    what: `whether the ECR repository "${name}" exists`,
    missing: `there is no ECR repository "${name}" where Bakewatch is installed`,
    remedy: 'mend its name, or create it',
  };
  return expectFound(answer, about, ({ areTagsImmutable }) =>
    areTagsImmutable
      ? []
      : [
          warning(
            path,
            `tags in the ECR repository "${name}" can be moved to other images`,
            'make them immutable: Bakewatch deploys digests, but people read tags',
          ),
        ],
  );
}
