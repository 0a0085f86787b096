/**
 * `dir/*.png`: `*` stands for any run of characters, `\*` and `\\` for themselves.
 * Throws an Error for `**` and for a backslash before anything else. Takes time linear in both texts for each `*`.
 */
export function parseWildcard(text: string): (value: string) => boolean {
  const parts = splitAtStars(text);
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = value.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= value.length - last.length;
  };
}

function splitAtStars(text: string): string[] {
  const parts = [''];
  const add = (characters: string): void => {
    parts.push(`${parts.pop()}${characters}`);
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '*') {
      if (text.charAt(at + 1) === '*') throw new Error('Consecutive wildcard characters are not allowed');
      parts.push('');
    } else if (character === '\\') {
      at += 1;
      if (!['*', '\\'].includes(text.charAt(at))) throw new Error('Invalid escape character in a wildcard pattern');
      add(text.charAt(at));
    } else add(character);
  }
  return parts;
}
