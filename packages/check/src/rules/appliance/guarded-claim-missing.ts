import type { Rule } from '../../rule.ts';

export const guardedClaimMissing: Rule = {
  id: 'guarded-claim-missing',
  set: 'appliance',
  title: 'A release installs each PersistentVolumeClaim in `dataClaims`.',
  why: 'If the name is wrong, the appliance does not find the claim and may create new Secrets that do not match its old data.',
  source: 'Kubernetes docs, Persistent Volumes',
  severity: 'error',
  scope: 'profile',
  bad: { ...example(), dataClaims: [{ name: 'database', secrets: [] }] },
  good: { ...example(), dataClaims: [{ name: 'data', secrets: [] }] },
  check: ({ ofKind, dataClaims }) => {
    const claims = new Set(
      ofKind('PersistentVolumeClaim').map(({ manifest }) => manifest.metadata.name),
    );
    return dataClaims
      .filter(({ name }) => !claims.has(name))
      .map(({ name }) => ({
        input: 'dataClaims',
        message: `no release installs PersistentVolumeClaim ${name}, so the appliance may create new Secrets that do not match its data`,
        fix: 'correct the name',
      }));
  },
};

function example() {
  return {
    objects: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
`,
  };
}
