import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Manifest, manifestId, printFinding } from '@helm-charts/types';
import { ofTree } from '../of-tree.ts';
import { render } from '../render.ts';
import { simulate } from '../simulate.ts';

/** A Flux Kustomization in the namespace flux-system that applies a directory of the repository. */
export const kustomization = (name: string, spec: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
  ${spec.trim().replaceAll('\n', '\n  ')}
---
`;

/** A ConfigMap in the namespace demo with this data, a flow mapping. */
export const configMap = (name: string, data = 'a: b'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: demo }\ndata: { ${data} }\n---\n`;

/** A HelmRelease in the namespace demo of the chart charts/echo, which prints its values. */
export const release = (name: string, spec = ''): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: demo }
spec:
  interval: 10m
  chart:
    spec: { chart: ./charts/echo, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } }
  ${spec.trim().replaceAll('\n', '\n  ')}
---
`;

/** A repository as flux bootstrap makes it, whose Kustomization apps applies apps/. */
const base: Readonly<Record<string, string>> = {
  'clusters/c1/sync.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, url: "https://git.example.com/team/fleet.git", ref: { branch: main } }
---
${kustomization('flux-system', 'path: ./clusters/c1')}`,
  'clusters/c1/apps.yaml': kustomization('apps', 'path: ./apps'),
  'apps/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: demo }\n',
  'charts/echo/Chart.yaml': 'apiVersion: v2\nname: echo\nversion: 0.1.0\n',
  'charts/echo/values.yaml': '{}\n',
  'charts/echo/templates/values.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data: { values: {{ .Values | toJson | quote }} }
`,
};

/** What a command line says of a tree, without the kinds that have no schema. */
export interface Said {
  readonly findings: readonly string[];
  readonly exitCode: number;
  /** The last line. */
  readonly summary: string;
  /** The order of the installation. */
  readonly details: readonly string[];
  /** The object with an id: `ConfigMap demo/web`. */
  readonly find: (id: string) => Promise<Manifest | undefined>;
  /** What Helm gave to the templates of a release. */
  readonly valuesOf: (release: string) => Promise<unknown>;
}

/** Renders clusters/c1 of a repository. A text that starts with `->` is a symbolic link; an empty one leaves a file out. */
export const renderTree = async (
  files: Readonly<Record<string, string>>,
  directory = 'clusters/c1',
): Promise<Said> => {
  const all = Object.entries({ ...base, ...files });
  const plain = all.filter(([, text]) => text !== '' && !text.startsWith('->'));
  const root = await workspace(Object.fromEntries(plain));
  for (const [path, text] of all)
    if (text.startsWith('->')) await symlink(text.slice(2), join(root, path));
  const project = { workspace: root, root: directory };
  const { findings, exitCode, summary, details = [] } = await render(project);
  const objects = async (): Promise<readonly Manifest[]> => {
    const { value } = await ofTree(project, { today: () => '2026-11-29' });
    const [input] = value?.inputs ?? [];
    if (input === undefined) throw new Error('it is no tree');
    const { built, installed } = await simulate(input, openEngine({ workspaceRoot: root }));
    return [...built.layers, ...installed].flatMap(({ documents }) =>
      documents.map(({ manifest }) => manifest),
    );
  };
  const find = async (id: string) => (await objects()).find((one) => manifestId(one) === id);
  return {
    findings: findings.filter(({ rule }) => rule !== 'unknown-kind').map(printFinding),
    exitCode,
    summary,
    details,
    find,
    valuesOf: async (name) => {
      const data = (await find(`ConfigMap ${name}`))?.data as { readonly values: string };
      return JSON.parse(data.values);
    },
  };
};
