import { arn } from '#local/account.ts';
import { text, texts } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

const projectArn = (name: string): string => (name.startsWith('arn:') ? name : arn('codebuild', `project/${name}`));

/** Builds are asked about as their projects: `hello-build:<id>`, or the ARN of a build that ends so. */
const projectOf = (build: string): string => {
  const [project = ''] = build.replace(/^arn:.*:build\//, '').split(':');
  return projectArn(project);
};

export const codeBuildAsks: Record<string, Ask> = {
  StartBuild: ({ projectName }) => [request('codebuild:StartBuild', projectArn(text(projectName)))],
  StopBuild: ({ id }) => [request('codebuild:StopBuild', projectOf(text(id)))],
  BatchGetBuilds: ({ ids }) => texts(ids).map((id) => request('codebuild:BatchGetBuilds', projectOf(id))),
};
