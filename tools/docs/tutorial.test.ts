import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { stepsOf } from './steps.ts';

const workspace = resolve(import.meta.dirname, '../..');
const steps = stepsOf('tutorial.md');
let folder: string;

/** Below this repository, so that its packages are found without `npm install`. */
beforeAll(() => {
  mkdirSync(join(workspace, 'dist'), { recursive: true });
  folder = mkdtempSync(join(workspace, 'dist/tutorial-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'helm-charts.config.ts'), 'export default {};\n');
  // What `kubectl get crd` prints.
  cpSync(
    join(import.meta.dirname, 'fixtures/servicemonitors.yaml'),
    join(folder, 'servicemonitors.yaml'),
  );
  // What `helm pull` unpacks.
  cpSync(join(import.meta.dirname, 'fixtures/postgresql'), join(folder, 'postgresql'), {
    recursive: true,
  });
  return () => rmSync(folder, { recursive: true });
});

/** What a command of the page prints, and how it ends. */
const run = (command: string): Promise<{ readonly failed: boolean; readonly output: string }> =>
  new Promise((resolve) => {
    const bin = join(workspace, 'node_modules/.bin');
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    const [, ...args] = command.split(' ');
    execFile(
      join(bin, args[0] ?? ''),
      args.slice(1),
      { cwd: folder, env },
      (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr }),
    );
  });

/** What npm and kubectl do is not tested here. */
const isOurs = (command: string): boolean => command.startsWith('npx helm-charts ');

test('every step of docs/tutorial.md does what the page says', async () => {
  let printed = '';
  for (const step of steps) {
    switch (step.kind) {
      case 'file':
        mkdirSync(dirname(join(folder, step.path)), { recursive: true });
        writeFileSync(join(folder, step.path), step.text);
        break;
      case 'change': {
        const text = readFileSync(join(folder, step.path), 'utf8');
        expect(text, step.path).toContain(step.from);
        writeFileSync(join(folder, step.path), text.replace(step.from, step.to));
        break;
      }
      case 'command': {
        if (!isOurs(step.command)) break;
        const { failed, output } = await run(step.command);
        printed = output;
        expect(failed, `${step.command}\n${output}`).toBe(step.fails);
        if (step.output !== undefined) expect(output).toContain(step.output);
        break;
      }
      case 'excerpt': {
        const text =
          step.path === undefined ? printed : readFileSync(join(folder, step.path), 'utf8');
        expect(text).toContain(step.text);
      }
    }
  }
  const kinds = [
    ...readFileSync(join(folder, 'dist/render/charts/chart/everything.yaml'), 'utf8').matchAll(
      /^kind: (\w+)/gm,
    ),
  ];
  expect(new Set(kinds.map(([, kind]) => kind))).toEqual(
    new Set([
      'ConfigMap',
      'CronJob',
      'Deployment',
      'HorizontalPodAutoscaler',
      'Ingress',
      'PersistentVolumeClaim',
      'Pod',
      'Role',
      'RoleBinding',
      'Service',
      'ServiceAccount',
      'ServiceMonitor',
    ]),
  );
}, 60_000);

test('the sources of docs/tutorial.md compile', () => {
  const tsconfig = { extends: '../../tsconfig.base.json', include: ['src'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(workspace, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
});
