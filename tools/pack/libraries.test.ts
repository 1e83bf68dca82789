import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { librariesWhenUsed } from './libraries.ts';

/** Libraries that note in an environment variable that they run. */
const files = {
  'node_modules/yaml/index.js': `exports.parse = () => 'parsed';
exports.lines = require('./lines.js');
`,
  'node_modules/yaml/lines.js': "process.env.LIBRARIES += ' yaml'; module.exports = 2;\n",
  'node_modules/semver/index.js': `process.env.LIBRARIES += ' semver';
module.exports = { valid: () => 'valid' };
`,
  'index.ts': `import semver from 'semver';
import * as yaml from 'yaml';
import { parse } from 'yaml';
export { lines } from './lines.ts';
export const version = () => semver.valid('1.0.0');
export const both = () => [parse('a'), yaml.lines];
`,
  'lines.ts': `import { lines as count } from 'yaml';
export const lines = () => count;
`,
};

test('a library runs when one of its exports is used', async () => {
  const root = mkdtempSync(join(tmpdir(), 'libraries-'));
  onTestFinished(() => {
    delete process.env.LIBRARIES;
    rmSync(root, { recursive: true });
  });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  await build({
    absWorkingDir: root,
    entryPoints: ['index.ts'],
    outfile: join(root, 'out.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [librariesWhenUsed()],
  });
  process.env.LIBRARIES = '';
  const built = createRequire(import.meta.url)(join(root, 'out.cjs')) as Readonly<
    Record<string, () => unknown>
  >;
  expect(process.env.LIBRARIES).toBe('');
  expect(built.both?.()).toEqual(['parsed', 2]);
  expect(process.env.LIBRARIES).toBe(' yaml');
  expect([built.version?.(), built.lines?.()]).toEqual(['valid', 2]);
  expect(process.env.LIBRARIES).toBe(' yaml semver');
});
