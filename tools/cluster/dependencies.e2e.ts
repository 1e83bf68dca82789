import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { dependencies } from '@helm-charts/pipeline';
import {
  findPrograms,
  freePort,
  launch,
  makeCertificate,
  orSkip,
} from '@helm-charts/testing/servers';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test, vi } from 'vitest';

test('update takes a chart from the registry of the CNCF over TLS, and says what it lacks', async (context) => {
  const programs = await orSkip(context, (async () => findPrograms('cluster'))());
  const chart = (name: string, version: string) => ({
    [`charts/${name}/src/chart.ts`]: '',
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\ndependencies:\n  - name: ${name === 'nope' ? name : 'database'}\n    version: ${version}\n    repository: oci://REGISTRY/charts\n`,
  });
  const port = await freePort();
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
        text.replace('REGISTRY', `127.0.0.1:${port}`),
      ]),
    ),
  );
  const folder = join(root, 'registry');
  await mkdir(folder);
  const { authority, certificate, key } = await makeCertificate('127.0.0.1');
  for (const [name, text] of Object.entries({ authority, certificate, key }))
    await writeFile(join(folder, name), text);
  await writeFile(
    join(folder, 'registry.yaml'),
    `version: 0.1
storage:
  filesystem:
    rootdirectory: ${folder}
http:
  addr: 127.0.0.1:${port}
  tls:
    certificate: ${join(folder, 'certificate')}
    key: ${join(folder, 'key')}
`,
  );
  const registry = await launch({
    command: join(programs, 'registry'),
    arguments: ['serve', join(folder, 'registry.yaml')],
    folder,
    stopSignal: 'SIGTERM',
    ready: /listening on/,
    user: {},
  });
  onTestFinished(() => registry.stop().then(() => undefined));
  vi.stubEnv('SSL_CERT_FILE', join(folder, 'authority'));
  for (const name of ['HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME'])
    vi.stubEnv(name, join(root, name));
  const { path } = await findTool('helm');
  const helm = (args: readonly string[]) => promisify(execFile)(path, args);
  await helm(['package', join(root, 'database'), '--destination', root]);
  await helm(['push', join(root, 'database-2.1.0.tgz'), `oci://127.0.0.1:${port}/charts`]);

  const update = async (name: string) => {
    const project = { workspace: root, root: `charts/${name}` };
    const { findings, exitCode } = await dependencies(project, { kind: 'update' });
    return { said: findings.map(printFinding).join().replaceAll(String(port), 'PORT'), exitCode };
  };
  expect(await update('range')).toEqual({ said: '', exitCode: 0 });
  expect(await update('exact')).toEqual({ said: '', exitCode: 0 });
  expect(await readdir(join(root, 'charts/exact/charts'))).toEqual(['database-2.1.0.tgz']);
  expect((await update('absent')).said).toContain(
    'oci://127.0.0.1:PORT/charts has no version 9.0.0 of the chart database',
  );
  expect((await update('nope')).said).toContain('oci://127.0.0.1:PORT/charts has no chart "nope"');
});
