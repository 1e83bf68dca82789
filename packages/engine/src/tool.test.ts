import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { Failure } from '@helm-charts/types';
import { afterEach, expect, test, vi } from 'vitest';
import { run } from './run.ts';
import { findTool } from './tool.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const program = async (name: string, script: string): Promise<string> => {
  const path = join(await workspace({ [name]: `#!/bin/sh\n${script}\n` }), name);
  await chmod(path, 0o755);
  return path;
};

test('helm and kubectl come from npm in the versions that Flux has', async () => {
  const helm = await findTool('helm');
  const kubectl = await findTool('kubectl');
  expect([...helm.findings, ...kubectl.findings]).toEqual([]);
  const version = async (path: string, ...args: string[]) =>
    (await run({ path, args, purpose: 'testing' })).stdout;
  expect(await version(helm.path, 'version', '--template={{.Version}}')).toBe('v4.2.3');
  expect(await version(kubectl.path, 'version', '--client')).toBe(
    'Client Version: v1.36.3\nKustomize Version: v5.8.1\n',
  );
});

test('HELM_BIN wins, as a path and as a name on PATH', async () => {
  const path = await program('my-helm', 'echo v4.2.3');
  vi.stubEnv('HELM_BIN', path);
  expect(await findTool('helm')).toEqual({ path, findings: [] });
  vi.stubEnv('PATH', `${dirname(path)}:${process.env.PATH}`);
  vi.stubEnv('HELM_BIN', 'my-helm');
  expect(await findTool('helm')).toEqual({ path, findings: [] });
});

test('another version is a warning', async () => {
  vi.stubEnv('HELM_BIN', await program('helm', 'echo v3.18.0'));
  vi.stubEnv('KUBECTL_BIN', await program('kubectl', 'echo kustomizeVersion: v5.5.0'));
  const tools = [await findTool('helm'), await findTool('kubectl')];
  expect(
    tools.flatMap(({ findings }) => findings.map(({ severity, message }) => [severity, message])),
  ).toMatchInlineSnapshot(`
    [
      [
        "warning",
        "its helm is version 3.18.0, and Flux has 4.2.3; renders may differ from what Flux installs",
      ],
      [
        "warning",
        "its kustomize is version 5.5.0, and Flux has 5.8.1; renders may differ from what Flux installs",
      ],
    ]
  `);
});

test('on another platform PATH is asked', async () => {
  vi.spyOn(process, 'arch', 'get').mockReturnValue('arm64');
  const path = await program('helm', 'echo v4.2.3');
  vi.stubEnv('PATH', `${dirname(path)}:${process.env.PATH}`);
  expect((await findTool('helm')).path).toBe(path);
});

test('where there is none, the sentence says how to fix it', async () => {
  const message = async () => {
    const error = await findTool('helm').catch((cause: unknown) => cause);
    return error instanceof Failure && [error.exitCode, error.message];
  };
  vi.spyOn(process, 'arch', 'get').mockReturnValue('arm64');
  vi.stubEnv('PATH', await workspace({}));
  expect(await message()).toMatchInlineSnapshot(`
    [
      3,
      "error helm: there is no helm on this machine; on Linux x64 install it with npm ci; elsewhere install helm 4.2.3, and put it on PATH or name it in HELM_BIN. [environment]",
    ]
  `);
  vi.stubEnv('HELM_BIN', '/no/such/helm');
  expect(await message()).toMatchInlineSnapshot(`
    [
      3,
      "error helm: HELM_BIN names /no/such/helm, which is no program; correct or unset it. [environment]",
    ]
  `);
});
