import {
  type BlobSource,
  bytesBlob,
  type Client,
  type Descriptor,
  type Digest,
  descriptorOf,
  getManifest,
  type ImageManifest,
  isIndex,
  manifestSource,
  mediaTypes,
  pushBlob,
  putManifest,
  RegistryFailure,
  type Repository,
  type Tagged,
} from '@helm-charts/oci';

/** What cosign attaches to a manifest: signatures and attestations, each kind under a tag of its own. */
export type Kind = 'sig' | 'att';

/** Something to attach: a blob, and its annotations. */
export interface Attachment {
  readonly blob: BlobSource;
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The tag of what is attached to a manifest: `sha256-<hex>.sig`. */
export const attachedTo = (
  { host, repository }: Repository,
  digest: Digest,
  kind: Kind,
): Tagged => ({ host, repository, tag: `${digest.replace(':', '-')}.${kind}` });

/** The manifest of what is attached. Undefined if the registry says that there is none. */
export const findAttached = async (
  client: Client,
  reference: Tagged,
): Promise<ImageManifest | undefined> => {
  try {
    const { content } = await getManifest(client, reference);
    return isIndex(content) ? undefined : content;
  } catch (error) {
    if (error instanceof RegistryFailure && error.problem.kind === 'absent') return undefined;
    throw error;
  }
};

/** Attaches to a manifest. What is attached already stays, for instance the signature of another key. */
export const attach = async (
  client: Client,
  reference: Tagged,
  there: readonly Descriptor[],
  added: readonly Attachment[],
): Promise<void> => {
  const layers = [
    ...there,
    ...added.map(({ blob, mediaType, annotations }) => descriptorOf(blob, mediaType, annotations)),
  ];
  const config = bytesBlob(JSON.stringify(configOf(layers)));
  for (const blob of [config, ...added.map((one) => one.blob)])
    await pushBlob(client, reference, blob);
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(config, 'application/vnd.oci.image.config.v1+json'),
    layers,
  });
  await putManifest(client, reference, manifest);
};

/** The config of an image without programs. */
const configOf = (layers: readonly Descriptor[]): object => ({
  architecture: '',
  os: '',
  config: {},
  rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
});
