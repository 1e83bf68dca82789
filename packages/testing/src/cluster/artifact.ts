import { createHash } from 'node:crypto';

/** An artifact of one layer. */
export interface Artifact {
  /** The repository without the host: `alga/talos-single-node`. */
  readonly repository: string;
  readonly tag: string;
  /** A gzipped tar. */
  readonly layer: Uint8Array;
}

/**
 * Pushes files to a registry over plain HTTP as `flux push artifact` does (fluxcd/pkg oci/client.go, `CanonicalConfigMediaType` and
 * `CanonicalContentMediaType`).
 */
export const pushArtifact = async (
  registry: string,
  { repository, tag, layer }: Artifact,
): Promise<void> => {
  const base = `http://${registry}/v2/${repository}`;
  const config = Buffer.from('{}');
  for (const blob of [config, layer]) await pushBlob(base, blob);
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor('application/vnd.cncf.flux.config.v1+json', config),
    layers: [descriptor('application/vnd.cncf.flux.content.v1.tar+gzip', layer)],
  };
  await send(`${base}/manifests/${tag}`, 'PUT', JSON.stringify(manifest), manifest.mediaType);
};

const pushBlob = async (base: string, blob: Uint8Array): Promise<void> => {
  const { headers } = await send(`${base}/blobs/uploads/`, 'POST');
  const url = new URL(headers.get('location') ?? '', base);
  url.searchParams.set('digest', digest(blob));
  await send(url.href, 'PUT', blob, 'application/octet-stream');
};

const send = async (
  url: string,
  method: string,
  body?: string | Uint8Array,
  type?: string,
): Promise<Response> => {
  const content = typeof body === 'string' ? body : body && new Uint8Array(body);
  const response = await fetch(url, {
    method,
    ...(content !== undefined && { body: content }),
    ...(type !== undefined && { headers: { 'content-type': type } }),
  });
  if (!response.ok)
    throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response;
};

const descriptor = (mediaType: string, content: Uint8Array) => ({
  mediaType,
  digest: digest(content),
  size: content.length,
});

const digest = (content: Uint8Array): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;
