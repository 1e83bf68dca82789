import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { generate, printReport } from '@helm-charts/pipeline';

/** The profile of the workspaces of `makeShop`. */
export const shopRoot = 'flux-profiles/shop';

/** Runs Git as somebody at a certain time, and returns what it prints. */
export const git = (workspace: string, ...args: readonly string[]): string => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  const date = '2026-01-02T03:04:05Z';
  const env = { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
  return execFileSync('git', [...identity, ...args], { cwd: workspace, encoding: 'utf8', env });
};

export const writeTo = async (workspace: string, path: string, content: string): Promise<void> => {
  await mkdir(dirname(join(workspace, path)), { recursive: true });
  await writeFile(join(workspace, path), content);
};

/** A repository with a profile that installs the charts db and web in an air-gapped site, generated and committed. */
export const makeShop = async (folder: string): Promise<string> => {
  const workspace = await mkdtemp(join(folder, 'shop-'));
  for (const [path, content] of Object.entries(files)) await writeTo(workspace, path, content);
  await linkModules(workspace);
  const report = await generate({ workspace, root: shopRoot }, {});
  if (report.exitCode !== 0) throw new Error(printReport(report));
  git(workspace, 'init', '--quiet', '--initial-branch=main');
  commitAll(workspace, 'first');
  return workspace;
};

export const commitAll = (workspace: string, message: string): void => {
  git(workspace, 'add', '-A');
  git(workspace, 'commit', '--quiet', '-m', message);
};

export const linkModules = (workspace: string): Promise<void> =>
  symlink(
    resolve(import.meta.dirname, '../../../../node_modules'),
    join(workspace, 'node_modules'),
  );

const chart = (name: string, image: string) => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
  [`charts/${name}/values.yaml`]: `image: ${image}\n`,
  [`charts/${name}/templates/pod.yaml`]: `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
  labels:
    helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
spec:
  containers:
    - name: ${name}
      image: {{ .Values.image }}
`,
});

const files = {
  '.gitignore': 'node_modules\ndist\n',
  'package.json': '{ "type": "module" }\n',
  ...chart('db', 'redis:7.4'),
  ...chart('web', 'registry.example.com/shop/web:1.0.0'),
  [`${shopRoot}/src/profile.ts`]: `import { defineChart, defineProfile, gitRepository, install, object, text } from '@helm-charts/types';

const chart = (name: string) =>
  defineChart({
    name,
    description: 'A chart.',
    version: '1.0.0',
    appVersion: '1',
    values: object('Settings.', {}),
    scenarios: {},
    manifests: () => ({}),
    notes: () => text\`Done.\`,
  });

const release = (name: string) => install(chart(name), { timeout: '5m', values: {} });

export const profile = defineProfile({
  name: 'shop',
  version: '2.0.0',
  source: gitRepository('shop', { interval: '1h', url: 'https://git.example.com/shop.git', ref: { branch: 'main' } }),
  releaseNamespace: 'releases',
  targetNamespace: 'apps',
  releases: { db: release('db'), web: release('web') },
  images: {
    db: { repository: 'redis', tag: '7.4' },
    web: { repository: 'registry.example.com/shop/web', tag: '1.0.0' },
  },
  airGap: { registry: 'oci://registry.example.com/shop', releases: {} },
});
`,
};
