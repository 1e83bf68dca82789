import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fluxVersions, kubernetesVersions } from '@helm-charts/kubernetes';
import { expect, test } from 'vitest';
import { request } from './arguments.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/schemas.md'), 'utf8');

const commands = [...page.matchAll(/npx helm-charts ([^\n`]+)/g)].map(([, args = '']) =>
  args.trim().split(' '),
);

test.each(commands)('docs/schemas.md: helm-charts %s is a command', (...args) => {
  expect(request(args)).not.toMatchObject({ kind: 'wrong' });
});

test('docs/schemas.md names every version with schemas', () => {
  const kubernetes = kubernetesVersions.map(({ name, version }) => `${name} (${version})`);
  expect(page).toContain(`| Kubernetes | ${kubernetes.join(', ')} |`);
  expect(page).toContain(`| Flux | ${fluxVersions.map(({ name }) => name).join(', ')} |`);
  for (const { helm } of fluxVersions.slice(1)) expect(page).toContain(`has Helm ${helm}`);
});
