import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versions } from '@helm-charts/engine/versions';
import { defaultTarget, printTarget } from '@helm-charts/kubernetes/target';

/** What `helm-charts --version` prints: this version, and those that it renders and validates with unless others are named. */
export const versionText = (): string => {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const { helm, kustomize } = versions;
  return `helm-charts ${version}
Helm ${helm.version} and kustomize ${kustomize.version}, for ${printTarget(defaultTarget)} unless --target names others
`;
};
