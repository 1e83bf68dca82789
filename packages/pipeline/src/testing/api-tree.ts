import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Manifest, printFinding } from '@helm-charts/types';
import { treeInput } from '../input.ts';
import { inspect } from '../inspect.ts';
import { render } from '../render.ts';

/** A Kustomization in flux-system that applies the folder of its name. */
export const kustomization = (name: string, more = ''): string => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  path: ./${name}
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
${more}`;

/** The source of the repository, as `flux bootstrap` makes it. */
export const bootstrap = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, url: 'https://git.example.com/team/fleet.git', ref: { branch: main } }
`;

/** The Namespace demo with these labels, a flow mapping. */
export const namespace = (labels = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: demo, labels: { ${labels} } }\n---\n`;

export type Files = Readonly<Record<string, string>>;

/** The findings of a tree without those of rules. */
export const saidWithoutRules = async (
  files: Files,
  { previous = [], more = '' }: { previous?: readonly Manifest[]; more?: string } = {},
): Promise<readonly string[]> => {
  const workspaceRoot = await workspace({
    'clusters/c1/sync.yaml': bootstrap + kustomization('apps', more),
    ...files,
  });
  const directory = `${workspaceRoot}/clusters/c1`;
  const input = treeInput({ workspaceRoot, directory, out: `${workspaceRoot}/dist` });
  const { findings } = await inspect(
    { name: 'tree', inputs: [input], previous, check: () => [] },
    openEngine({ workspaceRoot }),
  );
  return findings.map(printFinding);
};

/** The findings of a tree. The Kustomization `apps` applies the folder of its name. */
export const said = async (files: Files, more = ''): Promise<readonly string[]> => {
  const root = await workspace({
    'clusters/c1/sync.yaml': bootstrap + kustomization('apps', more),
    ...files,
  });
  const { findings } = await render({ workspace: root, root: 'clusters/c1' });
  return findings.map(printFinding);
};

/** A Job with one more variable, a flow mapping. */
export const job = (env: string): string => `apiVersion: batch/v1
kind: Job
metadata: { name: j, namespace: demo }
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: c
          image: busybox:1.36
          env:
            - { name: PGHOST, value: db }
            - { name: PGDATABASE, value: a }
            - ${env}
`;

/** A Deployment with this spec, a flow mapping. */
export const deployment = (spec: string, annotations = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: demo, annotations: { ${annotations} } }
spec: ${spec}
`;

/** A container with further fields. */
export const container = (more = ''): string => `{ name: web, image: "nginx:1.29"${more} }`;

/** The spec of a Deployment, for `deployment`. */
export const whole = (replicas: string, of: string): string =>
  `{ replicas: ${replicas}, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [${of}] } } }`;
