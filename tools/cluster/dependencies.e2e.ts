import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { dependencies } from '@helm-charts/pipeline';
import { startDistribution } from '@helm-charts/testing/registries';
import { makeCertificate, makeFolder, orSkip, removeFolder } from '@helm-charts/testing/servers';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test, vi } from 'vitest';

test('update takes a chart from the registry of the CNCF over TLS, and says what it lacks', async (context) => {
  const folder = await makeFolder('registry');
  const certificate = await makeCertificate('127.0.0.1');
  const registry = await orSkip(context, startDistribution({ folder, certificate }));
  onTestFinished(async () => {
    await registry[Symbol.asyncDispose]();
    await removeFolder(folder);
  });
  const chart = (name: string, version: string) => ({
    [`charts/${name}/src/chart.ts`]: '',
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\ndependencies:\n  - name: ${name === 'nope' ? name : 'database'}\n    version: ${version}\n    repository: oci://REGISTRY/charts\n`,
  });
  const files = {
    'database/Chart.yaml': 'apiVersion: v2\nname: database\nversion: 2.1.0\n',
    ...chart('range', '2.x'),
    ...chart('exact', '2.1.0'),
    ...chart('absent', '9.0.0'),
    ...chart('nope', '1.x'),
  };
  const root = await workspace(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        text.replace('REGISTRY', registry.address),
      ]),
    ),
  );
  vi.stubEnv('SSL_CERT_FILE', join(folder, 'registry/authority'));
  for (const name of ['HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME'])
    vi.stubEnv(name, join(root, name));
  const { path } = await findTool('helm');
  const helm = (args: readonly string[]) => promisify(execFile)(path, args);
  await helm(['package', join(root, 'database'), '--destination', root]);
  await helm(['push', join(root, 'database-2.1.0.tgz'), `oci://${registry.address}/charts`]);

  const update = async (name: string) => {
    const project = { workspace: root, root: `charts/${name}` };
    const { findings, exitCode } = await dependencies(project, { kind: 'update' });
    return {
      said: findings.map(printFinding).join().replaceAll(registry.address, 'HOST'),
      exitCode,
    };
  };
  expect(await update('range')).toEqual({ said: '', exitCode: 0 });
  expect(await update('exact')).toEqual({ said: '', exitCode: 0 });
  expect(await readdir(join(root, 'charts/exact/charts'))).toEqual(['database-2.1.0.tgz']);
  expect((await update('absent')).said).toContain(
    'oci://HOST/charts has no version 9.0.0 of the chart database',
  );
  expect((await update('nope')).said).toContain('oci://HOST/charts has no chart "nope"');
});
