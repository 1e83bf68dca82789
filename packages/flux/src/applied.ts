import { groupOf, isNamespaced, stringAt } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { hasApplyOption, isLeftOut } from './apply-option.ts';
import type { BuiltTree, Layer } from './build/tree.ts';
import { isPlainSecret } from './plain-secret.ts';
import { placeOf } from './sources/place.ts';

/**
 * Reports what is wrong with the objects that kustomize-controller applies: two Kustomizations apply the same object,
 * a namespaced object has no namespace, a Secret is in plain text in the repository.
 */
export const appliedProblems = ({ layers }: Pick<BuiltTree, 'layers'>): readonly Finding[] => {
  const isLost = withoutNamespace(layers);
  const first = new Map<string, Owner>();
  return layers.flatMap(({ appliedBy, applier, cluster = '', documents }) => {
    const by = [applier, appliedBy ?? 'the bootstrap'].filter(Boolean).join(' ');
    return documents.flatMap(({ manifest, origin }): Finding[] => {
      const owner = { name: by, shares: isShared(manifest) };
      // Whatever the version of the API, it is the same object.
      const key = `${cluster} ${groupOf(manifest)} ${manifestId(manifest)}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, owner);
      const report = (rule: string, message: string, fix: string): Finding => ({
        rule,
        severity: 'error',
        ...placeOf(manifest, [], origin),
        message,
        fix,
      });
      return [
        ...(other === undefined || other.name === by || owner.shares || other.shares
          ? []
          : [
              report(
                'duplicate',
                `${other.name} and ${by} both apply the object, so each overwrites the other`,
                'rename or remove one',
              ),
            ]),
        // Of a root that nothing applies, nobody knows which namespace Flux sets.
        ...(appliedBy !== undefined && isLost(manifest) && !isLeftOut(manifest)
          ? [report(...noNamespace(applier))]
          : []),
        ...(isPlainSecret(manifest)
          ? [
              report(
                'secret-in-git',
                'the Secret is committed to Git in plain text, so everyone with access to the repository can read it',
                'delete it and create it outside of Git, or encrypt it with SOPS',
              ),
            ]
          : []),
      ];
    });
  });
};

const noNamespace = (applier: Layer['applier']): readonly [string, string, string] => [
  'namespace',
  `it has no namespace, and its ${applier ?? 'Kustomization'} sets none, so Flux does not apply it`,
  applier === undefined
    ? 'add metadata.namespace, or spec.targetNamespace of the Kustomization'
    : 'add metadata.namespace',
];

/** The Kustomization that applies an object, and whether it leaves other fields to others. */
interface Owner {
  readonly name: string;
  readonly shares: boolean;
}

/** kustomize-controller: docs/spec/v1/kustomizations.md, "Controlling the apply behavior of resources". */
const isShared = (manifest: Manifest): boolean =>
  isLeftOut(manifest) ||
  ['Merge', 'IfNotPresent'].some((way) => hasApplyOption(manifest, 'ssa', way));

/**
 * Tells which objects lack a namespace (fluxcd/pkg: ssa/errors). Of a custom kind without a definition in the tree
 * nobody knows here whether it has namespaces.
 */
const withoutNamespace = (layers: readonly Layer[]): ((manifest: Manifest) => boolean) => {
  const all = layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));
  const hasNamespace = isNamespaced(all);
  const defined = new Set(
    all
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ spec }) => `${stringAt(spec, 'group')} ${stringAt(spec, 'names', 'kind')}`),
  );
  return (manifest) =>
    manifest.metadata.namespace === undefined &&
    hasNamespace(manifest) &&
    (isBuiltIn(manifest) || defined.has(`${groupOf(manifest)} ${manifest.kind}`));
};

/** Whether an object has a group of Kubernetes or of Flux, whose kinds are all known. */
const isBuiltIn = (manifest: Manifest): boolean => {
  const group = groupOf(manifest);
  return !group.includes('.') || builtInGroups.has(group) || group.endsWith('.toolkit.fluxcd.io');
};

const builtInGroups: ReadonlySet<string> = new Set(
  [
    ...['admissionregistration', 'apiextensions', 'apiregistration', 'authentication'],
    ...['authorization', 'certificates', 'coordination', 'discovery', 'events', 'networking'],
    ...['flowcontrol.apiserver', 'node', 'rbac.authorization', 'resource', 'scheduling', 'storage'],
  ].map((name) => `${name}.k8s.io`),
);
