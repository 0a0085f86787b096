import type { Way } from './explanation.ts';
import { sayCommand } from './say-command.ts';

/** How a commit that is on its branch gets a release without a push, whatever paths are configured. */
export const releaseAgain = (service: string, sha: string): Way => ({
  what: 'release it without a push',
  command: sayCommand.deploy(service, sha),
});
