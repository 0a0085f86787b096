import { arn } from '#local/account.ts';
import { text } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

export const codeBuildAsks: Record<string, Ask> = {
  StartBuild: ({ projectName }) => {
    const name = text(projectName);
    return [request('codebuild:StartBuild', name.startsWith('arn:') ? name : arn('codebuild', `project/${name}`))];
  },
};
