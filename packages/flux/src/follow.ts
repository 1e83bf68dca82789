import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { stringAt, valueAt } from './fields.ts';
import { pathWithin } from './path.ts';

/** A directory to build, and the Kustomization that applies it, if one does. */
export interface Step {
  /** Relative to the workspace. */
  readonly path: string;
  readonly appliedBy: string | undefined;
}

/** The build that follows from a Kustomization, undefined where a finding says why there is none. */
export interface Followed {
  readonly step: Step | undefined;
  readonly findings: readonly Finding[];
}

/** The build that a Flux Kustomization asks for. */
export const follow = (kustomization: Manifest, workspaceRoot: string): Followed => {
  const where = manifestId(kustomization);
  const finding = (severity: Finding['severity'], message: string): Finding => ({
    rule: 'not-rendered',
    severity,
    where,
    message,
  });
  const skipped = (severity: Finding['severity'], message: string) => ({
    step: undefined,
    findings: [finding(severity, message)],
  });

  if (valueAt(kustomization, 'spec', 'suspend') === true) {
    return skipped('warning', 'it is suspended, so Flux applies nothing and nothing is built.');
  }
  const sourceKind = stringAt(kustomization, 'spec', 'sourceRef', 'kind') ?? 'nowhere';
  if (sourceKind !== 'GitRepository') {
    return skipped(
      'warning',
      `it comes from ${sourceKind} and is not at hand; nothing of it is built or checked.`,
    );
  }
  const path = pathWithin(workspaceRoot, stringAt(kustomization, 'spec', 'path') ?? '');
  if (path === undefined) return skipped('error', 'its path lies outside the repository.');
  const { namespace = 'default', name } = kustomization.metadata;
  const step = { path, appliedBy: `${namespace}/${name}` };
  const findings = unsupported
    .filter((field) => valueAt(kustomization, 'spec', field) !== undefined)
    .map((field) =>
      finding('error', `spec.${field} can't be applied yet; what follows is built without it.`),
    );
  return { step, findings };
};

/**
 * What kustomize-controller does to a build before it applies it (fluxcd/pkg:
 * kustomize/generator.go) and this does not.
 */
const unsupported = [
  'postBuild',
  'patches',
  'images',
  'components',
  'targetNamespace',
  'namePrefix',
  'nameSuffix',
  'commonMetadata',
  'decryption',
];
