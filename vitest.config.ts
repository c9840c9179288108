import { defineConfig } from 'vitest/config';

/**
 * Three projects, by what a test needs: `unit` needs nothing but the sources, `e2e` the bundle in dist/ (`npm run
 * bundle`), `tools` programs that are installed into .tools/ first.
 */
export default defineConfig({
  test: {
    // No test finds what an earlier one has built, and none leaves anything in the user's own cache.
    env: { XDG_CACHE_HOME: '/dev/null' },
    reporters: ['default', './test/skips-reporter.ts'],
    experimental: { fsModuleCache: process.env['CI'] !== 'true' },
    // Tests that kill processes and ask servers wait more than they work, so a machine of two cores runs two files at
    // once.
    maxWorkers: '100%',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        // Two processes run all files, one after the other: the modules of the compiler, which a separate process for
        // each file would load 170 times, are loaded twice. No test may change what another one reads.
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/tools/**'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'tools', include: ['test/tools/**/*.test.ts'], globalSetup: ['test/tools/provision.ts'] },
      },
    ],
  },
});
