import { readSettings } from '../repositories.ts';

const MOST_PER_PAGE = 100;

/** One page of a list, with the address of the next one. https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export function paged<T>(
  bareDirectory: string,
  path: string,
  query: URLSearchParams,
  all: T[],
): { page: T[]; headers: Record<string, string> } {
  const { id, githubUrl } = readSettings(bareDirectory);
  const perPage = Math.min(Number(query.get('per_page') ?? 30), MOST_PER_PAGE);
  const number = Number(query.get('page') ?? 1);
  const next = new URLSearchParams({ ...Object.fromEntries(query), page: String(number + 1) });
  const isLast = number * perPage >= all.length;
  return {
    page: all.slice((number - 1) * perPage, number * perPage),
    headers: isLast ? {} : { link: `<${githubUrl}/repositories/${id}/${path}?${next}>; rel="next"` },
  };
}
