import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';
import { sources } from './vitest.shared.ts';

/** Tests that take long, or wait for a time to pass; otherwise like the others. */
export default defineConfig({
  ssr: sources.ssr,
  test: {
    ...config.test,
    include: ['{packages,charts,flux-profiles}/*/src/**/*.long.ts', 'tools/**/*.long.ts'],
    reporters: ['default', ['json', { outputFile: 'dist/reports/long.json' }]],
  },
});
