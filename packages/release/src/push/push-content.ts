import {
  type Client,
  type Artifact as Image,
  pushBlob,
  putManifest,
  type Repository,
} from '@helm-charts/oci';

/** Pushes blobs and manifest without a tag: nobody finds them until they have one. */
export const pushContent = async (
  client: Client,
  { host, repository }: Repository,
  { manifest, blobs }: Image,
): Promise<void> => {
  for (const blob of blobs) await pushBlob(client, { host, repository }, blob);
  await putManifest(client, { host, repository }, manifest);
};
