import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run.ts';
import { copyWorkspace } from './testing/copy.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/values.md'), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text);
const [site = '', fixedPart = ''] = blocks('yaml');
const [said = '', fixed = ''] = blocks('');

test('docs/values.md shows what its commands do', async () => {
  using copy = copyWorkspace();
  copy.edit('charts/pgbouncer/src/values.ts', (text) =>
    text.replace(/(default: 120,)/, "$1\n      renamedFrom: 'limits.queryWait',"),
  );
  expect(await run(['generate', 'charts/pgbouncer'], copy.directory)).toMatchObject({
    exitCode: 0,
  });
  writeFileSync(join(copy.directory, 'site.yaml'), site);
  const answers: string[] = [];
  for (const command of blocks('sh')) {
    const [npx, name, ...args] = command.trim().split(' ');
    expect([npx, name]).toEqual(['npx', 'helm-charts']);
    const { output, errors } = await run(args, copy.directory);
    answers.push(output + errors);
  }
  const [checked, again, repaired, , rendered] = answers;
  expect(checked).toBe(said);
  expect(again).toBe(checked);
  expect(repaired).toContain(fixed);
  expect(copy.read('site.yaml')).toContain(fixedPart.replace('  clients: 500\n', ''));
  expect(copy.read('site.yaml')).not.toContain('clients');
  expect(rendered).toMatch(/^charts\/pgbouncer: \d+ scenarios, \d+ manifests, 0 findings$/m);
  expect(existsSync(join(copy.directory, 'dist/render/charts/pgbouncer'))).toBe(true);
});
