import { problem, type Rule } from '../../rule.ts';
import type { ApplianceOptions } from './options.ts';

export const namespacePodSecurity: Rule<ApplianceOptions> = {
  id: 'namespace-pod-security',
  set: 'appliance',
  title: 'A Namespace enforces the Pod Security level baseline or restricted.',
  why: 'Without it, everyone who may create a pod can run one that controls the node.',
  source: 'Kubernetes docs, Pod Security Admission',
  severity: 'error',
  scope: 'profile',
  bad: { applied: namespace('privileged') },
  good: { applied: namespace('baseline') },
  check: ({ applied }, { privilegedNamespaces = [] }) =>
    applied
      .filter(
        ({ manifest }) =>
          manifest.kind === 'Namespace' && !privilegedNamespaces.includes(manifest.metadata.name),
      )
      .flatMap((object) => {
        const level = object.manifest.metadata.labels?.[label];
        return level === 'baseline' || level === 'restricted'
          ? []
          : [
              problem(
                object,
                ['metadata', 'labels', label],
                level === undefined
                  ? 'it enforces no Pod Security level, so a pod can control the node'
                  : `the level ${level} lets a pod control the node`,
                'set baseline or restricted, or add the namespace to the option privilegedNamespaces of the rule set appliance',
              ),
            ];
      }),
};

const label = 'pod-security.kubernetes.io/enforce';

function namespace(level: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { pod-security.kubernetes.io/enforce: ${level} }
`;
}
