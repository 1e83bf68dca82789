import { apis as kubernetes134 } from './apis-1.34.ts';
import { apis as kubernetes135 } from './apis-1.35.ts';
import { kubernetesVersions } from './versions.ts';

/**
 * The APIs that a version of Kubernetes (for instance `1.36.3`) serves by default: `apps/v1` and `apps/v1/Deployment`.
 * Undefined for versions that Flux 2.9 and later do not support (flux2 docs, Kubernetes support).
 */
export const apisOf = (version: string): readonly string[] | undefined => {
  const [, minor] = /^v?(1\.\d+)/.exec(version) ?? [];
  return minor === undefined
    ? undefined
    : (older[minor] ?? kubernetesVersions.find(({ name }) => name === minor)?.apis);
};

/** The lists of versions without schemas, for which only charts are rendered. */
const older: Readonly<Record<string, readonly string[]>> = {
  '1.34': kubernetes134,
  '1.35': kubernetes135,
};
