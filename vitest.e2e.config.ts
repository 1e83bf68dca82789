import { defineConfig } from 'vitest/config';
import { sources } from './vitest.shared.ts';

/** Tests on servers whose programs take long to build; tools/e2e.sh runs those of one kind of servers. */
export default defineConfig({
  ssr: sources.ssr,
  test: {
    env: sources.env,
    include: ['{packages,charts,flux-profiles}/*/src/**/*.e2e.ts', 'tools/**/*.e2e.ts'],
    // More servers than these fill a small machine.
    maxWorkers: 2,
    // After a crash a cluster may need minutes to be as before.
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
  },
});
