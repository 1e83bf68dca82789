import { type Descriptor, isDigest } from '../reference/digest.ts';

/** An image manifest: config and layers (OCI Image Specification). */
export interface ImageManifest {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  /** The manifest that this one is about, for instance for a signature. */
  readonly subject?: Descriptor;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An index: manifests, for instance one for each platform. */
export interface ImageIndex {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const;

export const isIndex = (content: ImageManifest | ImageIndex): content is ImageIndex =>
  'manifests' in content;

/** Reads a manifest or an index. Undefined if the text is neither. */
export const parseManifest = (text: string): ImageManifest | ImageIndex | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isSound =
    isRecord(value) &&
    value.schemaVersion === 2 &&
    (isImage(value) || areManifests(value.manifests));
  // Every field that is read has been checked.
  return isSound ? (value as unknown as ImageManifest | ImageIndex) : undefined;
};

const isImage = ({ config, layers, subject }: Readonly<Record<string, unknown>>): boolean =>
  isDescriptor(config) && areManifests(layers) && (subject === undefined || isDescriptor(subject));

const areManifests = (value: unknown): boolean => Array.isArray(value) && value.every(isDescriptor);

const isDescriptor = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.mediaType === 'string' &&
  isDigest(value.digest) &&
  Number.isSafeInteger(value.size);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
