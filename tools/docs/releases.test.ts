import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { read } from './pages.ts';

const page = read('docs/releases.md');

test('docs/releases.md takes the images of Flux out of its manifest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'releases-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // As `flux install --export` writes a container.
  const container = `      - args:
        - --log-level=info
        image: ghcr.io/fluxcd/source-controller:v1.9.0
        imagePullPolicy: IfNotPresent
`;
  writeFileSync(join(folder, 'flux.yaml'), container);
  const [command = ''] = /^sed .*$/m.exec(page) ?? [];
  execFileSync('sh', ['-c', command], { cwd: folder });
  expect(readFileSync(join(folder, 'images.txt'), 'utf8')).toBe(
    'ghcr.io/fluxcd/source-controller:v1.9.0\n',
  );
});

test('docs/releases.md has a patch for Talos that is YAML', () => {
  const [, patch = ''] = /^```yaml\n(machine:[\s\S]*?)^```$/m.exec(page) ?? [];
  expect(parse(patch)).toEqual({
    machine: {
      registries: {
        mirrors: {
          '*': { endpoints: ['https://registry.example.com/v2/alga'], overridePath: true },
        },
      },
    },
  });
});
