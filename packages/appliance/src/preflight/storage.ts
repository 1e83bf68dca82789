import { type Finding, objectIdOf } from '@helm-charts/types';
import { reference } from '../api/object.ts';
import type { Session } from '../session.ts';

const isDefault = 'storageclass.kubernetes.io/is-default-class';

/** Every StorageClass that a release names is there; where none names one, one of the cluster is the default. */
export const checkStorage = async ({ api, site }: Session): Promise<readonly Finding[]> => {
  const classes = await api.list({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' });
  const names = classes.map(({ metadata }) => metadata.name);
  const missing = site.storageClasses.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    return missing.map((name) =>
      finding({
        object: objectIdOf(reference('storage.k8s.io/v1', 'StorageClass', name)),
        message: 'it does not exist, and releases of the profile keep their data in it',
        fix: 'install what provides it',
      }),
    );
  }
  const hasDefault = classes.some(({ metadata }) => metadata.annotations?.[isDefault] === 'true');
  if (site.storageClasses.length > 0 || hasDefault) return [];
  return [
    finding({
      input: api.server,
      message: 'no StorageClass is the default, so no volume would ever be created',
      fix: `annotate one with ${isDefault}: "true"`,
    }),
  ];
};

const finding = (about: Omit<Finding, 'rule' | 'severity'>): Finding => ({
  rule: 'storage',
  severity: 'error',
  ...about,
});
