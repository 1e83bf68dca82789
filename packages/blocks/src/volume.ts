import type { Ref } from '@helm-charts/types';

type Text = string | Ref<string>;

/** An emptyDir volume: the kubelet deletes it with the pod. */
export const emptyDir = (name: string, sizeLimit: Text) => ({ name, emptyDir: { sizeLimit } });

/** An emptyDir volume in memory, for secrets or fast access. Its content counts towards the memory of the pod. */
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
