import type { Rule } from '../../rule.ts';

export const guardedSecretMissing: Rule = {
  id: 'guarded-secret-missing',
  set: 'appliance',
  title: 'The profile has each Secret that `dataClaims` names.',
  why: 'A Secret whose name is wrong is always missing, so the data of the claim is taken for lost.',
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
