import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { describe, expect, test } from 'vitest';

const program = resolve(import.meta.dirname, '../bin/helm-charts.cjs');

/** Runs the program in a directory, and returns what it prints and its exit code. */
const helmCharts = async (directory: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, [program, ...args], { cwd: directory });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  const [exitCode] = await once(child, 'close');
  return { said, exitCode };
};

const chart = (name: string, template: string) => ({
  [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
  [`${name}/templates/x.yaml`]: template,
});

const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n';
const loop = '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}';

test('a limit is an option, and a finding of the one chart that exceeds it', async () => {
  const root = await workspace({ '.git/HEAD': '', ...chart('loop', loop), ...chart('web', good) });
  expect(
    await helmCharts(root, 'render', 'loop', 'web', '--timeout', '300ms'),
  ).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "said": "web: 1 scenario, 1 manifest, 0 findings
    error scenario defaults: its templates did not finish within 300 ms; look for a loop or recursion without an end, or allow more time with --timeout. [limit]
    loop: 0 scenarios, 0 manifests, 1 finding; not rendered: 1 scenario with errors (exit code 2)
    ",
    }
  `);
}, 60_000);

describe('in one workspace', () => {
  test('two runs at once both succeed', async () => {
    const root = await workspace({ '.git/HEAD': '', ...chart('web', good) });
    const runs = await Promise.all(['a', 'b', 'c'].map(() => helmCharts(root, 'render', 'web')));
    expect(new Set(runs.map((run) => JSON.stringify(run)))).toMatchInlineSnapshot(`
      Set {
        "{"said":"web: 1 scenario, 1 manifest, 0 findings\\n","exitCode":0}",
      }
    `);
  }, 60_000);

  const packages = JSON.stringify({ devDependencies: { '@helm-charts/cli': '*' } });
  test.each([
    ['a file in place of the cache', { 'package.json': packages, 'node_modules/.cache': '' }],
    ['a file in place of its folder', { 'package.json': packages, node_modules: '' }],
  ])(
    'nothing fails with %s',
    async (_, files) => {
      const root = await workspace({ '.git/HEAD': '', ...files, ...chart('web', good) });
      expect(await helmCharts(root, 'render', 'web')).toMatchObject({ exitCode: 0 });
    },
    60_000,
  );
});
