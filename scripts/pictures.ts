/** One picture of the documentation. */
export interface Picture {
  name: string;
  path: string;
  /** What is there once the page has come: a selector of Playwright's. */
  shows: string;
  /** A button or tab to press first, by its name. */
  press?: { role: 'button' | 'tab'; name: RegExp };
  /** In CSS pixels, which are the picture's. */
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
}

const WIDE = { width: 1_280, colorScheme: 'light' } as const;

/** What `npm run screenshots` takes, after releases 1 (good), 2 (bad), 3 (good) and 4 (bad, which holds production). */
export const PICTURES: readonly Picture[] = [
  { name: 'overview', path: '/', shows: '.delivery-line', ...WIDE, height: 1_000 },
  { name: 'overview-dark', path: '/', shows: '.delivery-line', ...WIDE, height: 1_000, colorScheme: 'dark' },
  {
    name: 'order',
    path: '/releases/hello/4',
    shows: '.bake .chart',
    press: { role: 'button', name: /^Resume production/ },
    ...WIDE,
    height: 800,
  },
  { name: 'release-good', path: '/releases/hello/3', shows: '.bake .chart', ...WIDE, height: 1_300 },
  { name: 'release-bad', path: '/releases/hello/4', shows: '.bake .chart', ...WIDE, height: 1_300 },
  {
    name: 'release-phone',
    path: '/releases/hello/4',
    shows: '.bake .chart',
    width: 390,
    height: 1_700,
    colorScheme: 'light',
  },
  { name: 'execution', path: '/releases/hello/4/execution', shows: '.node.is-succeeded', ...WIDE, height: 1_000 },
  {
    name: 'timeline',
    path: '/releases/hello/4/execution',
    shows: '.node.is-succeeded',
    press: { role: 'tab', name: /^Timeline$/ },
    ...WIDE,
    height: 1_000,
  },
  { name: 'delivery', path: '/delivery/hello', shows: '.chart .bar', ...WIDE, height: 1_300 },
  {
    name: 'alarm',
    path: '/cloudwatch/home#alarmsV2:alarm/hello-production-5xx',
    shows: '.chart',
    ...WIDE,
    height: 900,
  },
  { name: 'slack', path: '/slack', shows: '.message', ...WIDE, height: 1_000 },
];
