import { defineConfig } from 'vitest/config';

/** The tests that mutants of core/ are shown to: its own and its properties, with fewer tries each (PROPERTY_RUNS). */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts', 'test/properties/*.test.ts'],
    exclude: ['test/core/windows/**'],
    testTimeout: 20_000,
  },
});
