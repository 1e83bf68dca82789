import { defineConfig } from 'vitest/config';

/** Tests on servers whose programs take long to build; tools/e2e.sh runs those of one kind of servers. */
export default defineConfig({
  test: {
    include: ['{packages,charts,flux-profiles}/*/src/**/*.e2e.ts', 'tools/**/*.e2e.ts'],
    // More servers than these fill a small machine.
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
