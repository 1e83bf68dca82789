import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { run } from './run.ts';
import { type Copy, copyWorkspace } from './testing/copy.ts';

const workspace = resolve(import.meta.dirname, '../../..');
let declaration: string;
let use: string;

/** The two lines of README.md's example. */
beforeAll(() => {
  const readme = readFileSync(resolve(workspace, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  [declaration = '', use = ''] = blocks;
});

const declare = (copy: Copy): void =>
  copy.edit('charts/pgbouncer/src/values.ts', (text) =>
    text.replace(/\n(?=\s+shutdownSeconds:)/, `\n${declaration}`),
  );

const useIt = (copy: Copy): void =>
  copy.edit('charts/pgbouncer/src/deployment.ts', (text) =>
    text.replace(/\n(?=\s+terminationGracePeriodSeconds:)/, `\n${use}`),
  );

test('the example of README.md adds a value everywhere', async () => {
  using copy = copyWorkspace();
  declare(copy);
  useIt(copy);
  expect(await run(['generate', 'charts/pgbouncer'], copy.directory)).toMatchObject({
    exitCode: 0,
  });
  const [, name = ''] = /(\w+): optional/.exec(declaration) ?? [];
  const [, description = ''] = /'(.*)'/.exec(declaration) ?? [];
  const { values, overlay, readme, template } = {
    values: copy.read('charts/pgbouncer/values.yaml'),
    overlay: copy.read('charts/pgbouncer/values.overlay.schema.json'),
    readme: copy.read('charts/pgbouncer/README.md'),
    template: copy.read('charts/pgbouncer/templates/deployment.yaml'),
  };
  expect(values).toContain(`# ${description}\n# ${name}:`);
  expect(JSON.parse(copy.read('charts/pgbouncer/values.schema.json'))).toMatchObject({
    properties: { [name]: { type: 'string', description } },
  });
  expect(JSON.parse(overlay)).toMatchObject({ properties: { [name]: { description } } });
  expect(readme).toContain(`| \`${name}\` | string |`);
  expect(template).toContain(`{{- if .Values.${name} }}`);
  expect(await run(['render', 'charts/pgbouncer'], copy.directory)).toMatchObject({ exitCode: 0 });
});

test('without its use the value is refused', async () => {
  using copy = copyWorkspace();
  declare(copy);
  const { errors, exitCode } = await run(['generate', 'charts/pgbouncer'], copy.directory);
  expect(exitCode).toBe(2);
  expect(errors).toMatch(/: \w+: no template reads this value/);
});
