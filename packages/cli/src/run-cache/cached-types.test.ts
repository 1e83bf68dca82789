import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { recordFolder } from './record.ts';

const repository = resolve(import.meta.dirname, '../../../..');
const program = join(repository, 'packages/cli/bin/helm-charts.cjs');

const files = {
  'package.json': '{ "type": "module" }',
  'helm-charts.config.ts': "export default { charts: ['charts/web'] };\n",
  'charts/web/src/chart.ts': `import { defineChart, object, text } from '@helm-charts/types';
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
  'node_modules/.package-lock.json': '{}',
};

test('a run whose types were checked by an earlier one is recorded', async () => {
  const root = await workspace(files);
  for (const name of ['@helm-charts', 'typescript'])
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name));
  const run = (command: string) =>
    execFileSync(process.execPath, [program, command, 'charts/web'], { cwd: root });
  const records = join(root, 'node_modules/.cache/helm-charts', recordFolder);
  run('generate');
  for (let turn = 0; turn < 2; turn += 1) {
    rmSync(records, { recursive: true, force: true });
    run('render');
    expect(readdirSync(records)).toHaveLength(1);
  }
});
