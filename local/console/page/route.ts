/** What an address of the console shows. */
export type Route =
  | { page: 'overview' }
  | { page: 'release'; service: string; number: number; tab: 'release' | 'execution' }
  | { page: 'delivery'; service: string }
  | { page: 'slack' }
  | { page: 'execution'; arn: string }
  | { page: 'alarm'; name: string }
  | { page: 'nowhere' };

/** Reads an address. Executions and alarms stand in the fragment, because AWS's own console has them there and messages link to it. */
export function parseRoute({ pathname, hash }: { pathname: string; hash: string }): Route {
  if (pathname === '/') return { page: 'overview' };
  const release = /^\/releases\/([a-z][a-z0-9-]*)\/([1-9][0-9]{0,8})(\/execution)?$/.exec(pathname);
  if (release?.[1])
    return {
      page: 'release',
      service: release[1],
      number: Number(release[2]),
      tab: release[3] ? 'execution' : 'release',
    };
  if (pathname === '/slack') return { page: 'slack' };
  const delivery = /^\/delivery\/([a-z][a-z0-9-]*)$/.exec(pathname)?.[1];
  if (delivery) return { page: 'delivery', service: delivery };
  const arn = pathname === '/states/home' ? /^#\/v2\/executions\/details\/(.+)$/.exec(hash)?.[1] : undefined;
  if (arn) return withDecoded(arn, (text) => ({ page: 'execution', arn: text }));
  const alarm = pathname === '/cloudwatch/home' ? /^#alarmsV2:alarm\/([^?]+)/.exec(hash)?.[1] : undefined;
  if (alarm) return withDecoded(alarm, (text) => ({ page: 'alarm', name: text }));
  return { page: 'nowhere' };
}

function withDecoded(encoded: string, make: (text: string) => Route): Route {
  try {
    return make(decodeURIComponent(encoded));
  } catch {
    return { page: 'nowhere' };
  }
}
