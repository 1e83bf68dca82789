import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { simulate, treeInput } from '@helm-charts/pipeline';
import { printFinding } from '@helm-charts/types';

/**
 * Renders a profile of as many releases as the argument says, all of charts/pgbouncer, each after the one before it, with
 * nothing remembered, and prints the seconds that it took.
 */
const releases = Number(process.argv[2]);
const workspaceRoot = await mkdtemp(join(tmpdir(), 'bench-'));
const directory = join(workspaceRoot, 'profile');

const helmRelease = (index: number): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: release-${index}, namespace: system}
spec:
  targetNamespace: ns-${index}
  chart:
    spec:
      chart: charts/pgbouncer
      sourceRef: {kind: GitRepository, name: appliance}
  dependsOn: [${index > 0 ? `{name: release-${index - 1}}` : ''}]
  values: {postgres: {host: db}}
`;

try {
  await mkdir(directory);
  await symlink(resolve(import.meta.dirname, '../../charts'), join(workspaceRoot, 'charts'));
  for (let index = 0; index < releases; index += 1) {
    await writeFile(join(directory, `release-${index}.yaml`), helmRelease(index));
  }
  const start = performance.now();
  const out = join(workspaceRoot, 'out');
  const { installed, findings } = await simulate(
    treeInput({ workspaceRoot, directory, out }),
    openEngine({ workspaceRoot }),
  );
  const seconds = (performance.now() - start) / 1000;
  if (installed.length !== releases) throw new Error(findings.map(printFinding).join('\n'));
  process.stdout.write(`${JSON.stringify({ seconds })}\n`);
} finally {
  await rm(workspaceRoot, { recursive: true });
}
