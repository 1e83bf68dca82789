import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { run } from './time.ts';

/** A repository with a tree of Flux objects, which is removed at the end. */
export interface Tree extends Disposable {
  /** Its root. The tree is in the folder `profile`. */
  readonly directory: string;
  /** Changes the chart of one release. */
  readonly edit: () => void;
}

/** Writes a tree of releases, each of a chart of its own as `helm create` makes it, with values in a ConfigMap and inline. */
export const writeTree = async (releases: number): Promise<Tree> => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const { path: helm } = await findTool('helm');
  run(helm, ['create', join(directory, 'web')]);
  rmSync(join(directory, 'web/templates/tests'), { recursive: true });
  const metadata = readFileSync(join(directory, 'web/Chart.yaml'), 'utf8');
  // Programs look for the root of the repository.
  for (const folder of ['.git', 'charts', 'profile']) mkdirSync(join(directory, folder));
  for (let index = 0; index < releases; index += 1) {
    const chart = join(directory, `charts/chart-${index}`);
    cpSync(join(directory, 'web'), chart, { recursive: true });
    const named = metadata.replace(/^name: .*$/m, `name: chart-${index}`);
    writeFileSync(join(chart, 'Chart.yaml'), named);
    writeFileSync(join(directory, `profile/release-${index}.yaml`), release(index));
  }
  rmSync(join(directory, 'web'), { recursive: true });
  let edits = 0;
  return {
    directory,
    edit: () => {
      edits += 1;
      const file = join(directory, 'charts/chart-0/templates/config.yaml');
      writeFileSync(file, config(edits));
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  };
};

const release = (index: number): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: values-${index}, namespace: flux-system}
data:
  values.yaml: |
    replicaCount: 2
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: release-${index}, namespace: flux-system}
spec:
  interval: 1h
  targetNamespace: ns-${index}
  chart:
    spec:
      chart: charts/chart-${index}
      sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}
  valuesFrom: [{kind: ConfigMap, name: values-${index}}]
  values: {image: {tag: "1.${index}"}}
`;

const config = (edit: number): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-config"}
data: {edit: "${edit}"}
`;
