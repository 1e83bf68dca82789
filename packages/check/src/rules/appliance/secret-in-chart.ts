import { problem, type Rule } from '../../rule.ts';

export const secretInChart: Rule = {
  id: 'secret-in-chart',
  set: 'appliance',
  title: 'No chart creates a Secret.',
  why: 'Each Helm release record contains a copy of the Secret, and a rollback restores the old password.',
  source:
    'helm-controller docs/spec/v2/helmreleases.md, driftDetection; Helm pkg/storage/driver/secrets.go',
  severity: 'error',
  scope: 'cluster',
  bad: `
apiVersion: v1
kind: Secret
metadata: { name: db, namespace: shop }
stringData: { password: hunter22 }
`,
  good: {
    objects: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers: [{ name: web, image: nginx:1.29.3, envFrom: [{ secretRef: { name: db } }] }]
`,
    secrets: [{ name: 'db', keys: ['password'] }],
  },
  check: ({ ofKind, isForeign }) =>
    ofKind('Secret')
      .filter((secret) => secret.release !== undefined && !isForeign(secret))
      .map((secret) =>
        problem(
          secret,
          [],
          'each Helm release record contains a copy of the Secret, and a rollback restores the old password',
          'create the Secret once, outside of Helm, and set its name in the values',
        ),
      ),
};
