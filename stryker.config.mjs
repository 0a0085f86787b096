/**
 * Mutation tests of core/ (docs/testing.md): `npm run mutate`. What only words a sentence is left out: a test that repeated each
 * sentence would hold the wording, not the decision. So are ports (types), the texts of the configuration's schema, and its
 * patterns, whose mutants the schema's own tests would have to spell one by one.
 */
export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutate.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: [
    'core/**/*.ts',
    '!core/ports/**',
    '!core/config/schema.ts',
    '!core/config/json-schema.ts',
    '!core/windows/**',
  ],
  mutator: { excludedMutations: ['StringLiteral'] },
  concurrency: 2,
  timeoutMS: 5_000,
  ignoreStatic: true,
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
  jsonReporter: { fileName: 'node_modules/.cache/stryker/mutation.json' },
  htmlReporter: { fileName: 'node_modules/.cache/stryker/mutation.html' },
  thresholds: { high: 90, low: 85, break: 80 },
};
