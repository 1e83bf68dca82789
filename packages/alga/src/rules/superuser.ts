import { type Container, type Pod, type Reference, stringAt } from '@helm-charts/kubernetes';

/** References of containers to Secret keys with the password of the superuser, as variables or files. */
export const superuserKeys = (
  { volumes }: Pod,
  containers: readonly Container[],
): readonly Reference[] =>
  containers.flatMap(({ variables, mounts }) => {
    const mounted = mounts.map((mount) => stringAt(mount, 'name'));
    const files = volumes.filter(({ name }) => mounted.includes(name));
    return [
      ...variables.flatMap(({ from }) => from ?? []),
      ...files.flatMap(({ references }) => references),
    ].filter(({ kind, key = '' }) => kind === 'Secret' && /superuser|postgres_password/i.test(key));
  });
