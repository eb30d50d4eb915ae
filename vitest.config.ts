import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One more than two cores: a seventh of the time is waiting, for sockets, processes and a browser.
    maxWorkers: 3,
    reporters: ['default'],
  },
})
