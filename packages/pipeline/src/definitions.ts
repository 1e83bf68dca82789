import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Definitions } from '@helm-charts/generate';

/** The schemas of Kubernetes types by name. They are read once. */
export const kubernetesDefinitions = (): Definitions => {
  definitions ??= read('@helm-charts/schemas/kubernetes-1.36/definitions.json');
  return definitions;
};

let definitions: Definitions | undefined;

const read = (specifier: string): Definitions => {
  const file = createRequire(import.meta.url).resolve(specifier);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly definitions: Definitions })
    .definitions;
};
