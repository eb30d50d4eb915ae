import { defineConfig } from 'vitest/config'

/** They put something of their own in the place of Node's HTTP, for the whole process. */
const ALONE = ['tests/connectors/odata/**/*.test.ts']

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One more than two cores: a seventh of the time is waiting, for sockets, processes and a browser.
    maxWorkers: 3,
    reporters: ['default'],
    globalSetup: ['tests/store/shared-postgres.ts'],
    // Files that leave nothing behind share a process: loading the product anew for each took a third of the time.
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: ALONE,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
})
