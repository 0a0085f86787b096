import { type Release, releaseId } from './release.ts';

/** `hello#7 has ended REJECTED: ...` */
export const sayEnded = (release: Pick<Release, 'service' | 'number' | 'state' | 'reason'>): string =>
  `${releaseId(release)} has ended ${release.state}${release.reason ? `: ${release.reason}` : ''}`;
