import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrograms } from '../servers/programs.ts';

/**
 * Returns the output of `flux install --export` that a control plane without containers needs: the namespace, the
 * CustomResourceDefinitions, and a Deployment for each controller. kwok simulates the pods; the controllers run as separate processes.
 */
export const fluxManifest = (): string => {
  const files = join(findPrograms('cluster'), 'files');
  const definitions = globSync('*-controller/config/crd/bases/*.yaml', { cwd: files }).sort();
  return [
    '{ apiVersion: v1, kind: Namespace, metadata: { name: flux-system } }\n',
    ...definitions.map((path) => readFileSync(join(files, path), 'utf8')),
    ...['source-controller', 'kustomize-controller', 'helm-controller'].map(deployment),
  ].join('\n---\n');
};

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: flux-system }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: manager, image: registry.invalid/${name}:1 }] }
`;
