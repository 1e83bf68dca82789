import type { Ref } from '@helm-charts/types';

type Text = string | Ref<string>;

/** An emptyDir: a folder that is deleted with the pod. */
export const emptyDir = (name: string, sizeLimit: Text) => ({ name, emptyDir: { sizeLimit } });

/** An emptyDir in memory, for secrets and for what must be fast. It counts towards the memory limit of the pod. */
export const memoryEmptyDir = (name: string, sizeLimit: Text) => ({
  name,
  emptyDir: { medium: 'Memory', sizeLimit },
});

/** A volume with keys of a Secret as files, by file name. The group of the pod can read them. */
export const secretVolume = (
  name: string,
  secretName: Text,
  keys: Readonly<Record<string, Text>>,
) => ({
  name,
  secret: {
    secretName,
    defaultMode: 0o440,
    items: Object.entries(keys).map(([path, key]) => ({ key, path })),
  },
});

/** A volume with the files of a ConfigMap: all, or only the named ones. */
export const configMapVolume = (name: string, of: Text, files?: readonly string[]) => ({
  name,
  configMap: {
    name: of,
    ...(files !== undefined && { items: files.map((file) => ({ key: file, path: file })) }),
  },
});
