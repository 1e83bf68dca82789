import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, onTestFinished, test, vi } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');

/** A chart in a workspace whose TypeScript takes longer than anybody waits, and says when it has begun. */
const slowWorkspace = async (): Promise<string> => {
  const directory = await workspace({
    'package.json': '{ "type": "module" }',
    'src/chart.ts': `import { defineChart, object, text } from '@helm-charts/types';
export const chart = defineChart({
  name: 'web',
  description: 'A server.',
  version: '1.0.0',
  appVersion: '1',
  values: object('Settings.', {}),
  scenarios: { default: {} },
  manifests: () => ({}),
  notes: () => text\`Done.\`,
});
`,
    'node_modules/typescript/package.json': '{ "version": "7.0.0" }',
    'node_modules/typescript/bin/tsc':
      "require('node:fs').writeFileSync('begun', ''); setTimeout(() => {}, 60_000);",
  });
  mkdirSync(join(directory, 'node_modules'), { recursive: true });
  symlinkSync(
    join(repository, 'node_modules/@helm-charts'),
    join(directory, 'node_modules/@helm-charts'),
  );
  return directory;
};

test.for(['generate', 'check-types', 'render'])(
  'Ctrl-C ends %s with 130, and nothing is written',
  { timeout: 60_000 },
  async (command) => {
    const directory = await slowWorkspace();
    // Ctrl-C reaches all processes of a group.
    const program = spawn(
      process.execPath,
      [join(repository, 'packages/cli/bin/helm-charts.cjs'), command],
      { cwd: directory, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    onTestFinished(() => void program.kill('SIGKILL'));
    let errors = '';
    program.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    await vi.waitFor(() => expect(existsSync(join(directory, 'begun'))).toBe(true), {
      timeout: 30_000,
      interval: 20,
    });
    if (program.pid === undefined) throw new Error('the program did not start');
    process.kill(-program.pid, 'SIGINT');
    expect(await once(program, 'close')).toEqual([130, null]);
    expect(errors).toMatch(/^error interrupted, and no file is half-written; .* \[interrupted\]$/m);
    expect(readdirSync(directory).toSorted()).toEqual([
      'begun',
      'node_modules',
      'package.json',
      'src',
    ]);
  },
);
