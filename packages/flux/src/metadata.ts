import type { Manifest } from '@helm-charts/types';

type Texts = Readonly<Record<string, string>>;

/** Returns an object with additional labels and annotations, which override its own. */
export const withMetadata = (
  manifest: Manifest,
  { labels, annotations }: { readonly labels?: Texts; readonly annotations?: Texts },
): Manifest => {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      ...(labels && { labels: { ...metadata.labels, ...labels } }),
      ...(annotations && { annotations: { ...metadata.annotations, ...annotations } }),
    },
  };
};

/** Returns an object without an annotation. */
export const withoutAnnotation = (manifest: Manifest, name: string): Manifest => {
  const { annotations, ...metadata } = manifest.metadata;
  const { [name]: _, ...kept } = annotations ?? {};
  return {
    ...manifest,
    metadata: { ...metadata, ...(Object.keys(kept).length > 0 && { annotations: kept }) },
  };
};
