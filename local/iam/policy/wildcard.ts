/** A test for texts by a pattern of IAM: `*` is any number of characters, `?` is one. */
export function wildcard(pattern: string, { ignoreCase = false } = {}): (text: string) => boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
  return (text) => expression.test(text);
}

/** A test for ARNs: each of the six parts between colons is matched by itself, so that no `*` reaches into the next; `*` alone is everything. */
export function arnWildcard(pattern: string): (arn: string) => boolean {
  if (pattern === '*') return () => true;
  const tests = partsOf(pattern).map((part) => wildcard(part));
  return (arn) => {
    const parts = partsOf(arn);
    return parts.length === tests.length && tests.every((test, index) => test(parts[index] ?? ''));
  };
}

/** The last part keeps its own colons: `log-group:name:*`. */
function partsOf(arn: string): string[] {
  const [arnWord = '', partition = '', service = '', region = '', account = '', ...resource] = arn.split(':');
  return [arnWord, partition, service, region, account, resource.join(':')];
}
