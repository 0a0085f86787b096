import { createCodeBuild } from '#local/codebuild/create-codebuild.ts';
import { systemClock } from '#local/time/clock.ts';

/** CodeBuild in a process of its own, to be killed: runs what is queued in the folder it is given. */
const [dir = ''] = process.argv.slice(2);
createCodeBuild({ dir, clock: systemClock(), emit: () => {}, endpointUrl: () => 'http://127.0.0.1:9' }).start();
setInterval(() => {}, 60_000);
