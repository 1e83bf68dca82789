import type { Rule } from '../../rule.ts';

export const guardedSecretMissing: Rule = {
  id: 'guarded-secret-missing',
  set: 'appliance',
  title: 'The profile lists each Secret that `dataClaims` names.',
  why: 'If the name is wrong, the appliance never finds the Secret and reports that the data of the claim cannot be used.',
  source: 'Kubernetes docs, Secrets',
  severity: 'error',
  scope: 'profile',
  bad: {
    secrets: [{ name: 'db', keys: ['password'] }],
    dataClaims: [{ name: 'data', secrets: ['database'] }],
  },
  good: {
    secrets: [{ name: 'db', keys: ['password'] }],
    dataClaims: [{ name: 'data', secrets: ['db'] }],
  },
  check: ({ dataClaims, secrets }) => {
    const names = new Set(secrets.map(({ name }) => name));
    return dataClaims.flatMap((claim) =>
      claim.secrets
        .filter((name) => !names.has(name))
        .map((name) => ({
          input: 'dataClaims',
          message: `PersistentVolumeClaim ${claim.name} needs Secret ${name}, which is not among the secrets of the profile`,
          fix: 'correct the name, or add it to secrets',
        })),
    );
  },
};
