import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Context } from 'hono';

/** Where scripts/bundle-console.ts puts the pages. */
const FOLDER = fileURLToPath(new URL('../../../dist/console/', import.meta.url));

const TYPES: Record<string, string> = {
  'console.js': 'text/javascript; charset=utf-8',
  'console.css': 'text/css; charset=utf-8',
};

/** A bundled file; the bundle is made again without the server being told, so nothing is kept. */
export async function asset(context: Context, name: string): Promise<Response> {
  const type = TYPES[name];
  if (!type) return context.notFound();
  const body = await readFile(`${FOLDER}${name}`, 'utf8').catch((cause: Error) => {
    throw new Error(`The pages are not bundled (${name}): run node scripts/bundle-console.ts first.`, { cause });
  });
  return context.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' });
}

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3b5bdb"/><circle cx="16" cy="16" r="8.5" fill="none" stroke="#fff" stroke-opacity=".4" stroke-width="3"/><path d="M16 7.5a8.5 8.5 0 1 1-7.4 12.7" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`;

/** The one shell of every page. */
export const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Bakewatch</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/console.css">
<script type="module" src="/console.js"></script>
</head>
<body><div id="app"></div><noscript>This page needs JavaScript. The same facts are at /api/overview.</noscript></body>
</html>
`;
