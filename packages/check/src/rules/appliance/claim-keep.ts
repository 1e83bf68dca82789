import { problem, type Rule } from '../../rule.ts';

export const claimKeep: Rule = {
  id: 'claim-keep',
  set: 'appliance',
  title: 'A PersistentVolumeClaim has the annotation helm.sh/resource-policy: keep.',
  why: 'Without it, uninstalling the release deletes the claim and its data.',
  source: 'Helm pkg/action/resource_policy.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
`,
  good: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
  annotations: { helm.sh/resource-policy: keep }
`,
  check: ({ ofKind }) =>
    ofKind('PersistentVolumeClaim')
      .filter(({ manifest }) => manifest.metadata.annotations?.[annotation] !== 'keep')
      .map((object) =>
        problem(
          object,
          ['metadata', 'annotations', annotation],
          'uninstalling the release deletes the claim and its data',
          `add the annotation ${annotation}: keep`,
        ),
      ),
};

const annotation = 'helm.sh/resource-policy';
