import { type ChartRequest, chartLayer, parseVersion, pickChart } from '@helm-charts/flux';
import {
  type Client,
  type Descriptor,
  downloadBlob,
  getImage,
  getManifest,
  type ImageManifest,
  isDigest,
  isIndex,
  listTags,
  parseReference,
  type Reference,
  type Repository,
  tagOf,
} from '@helm-charts/oci';
import { Failure } from '@helm-charts/types';
import type { Connections } from './connections.ts';
import { type Available, largestPackage, type Source } from './source.ts';

/** A chart of a registry: of a HelmRepository of type oci, or of an OCIRepository. */
export const registrySource = (
  request: ChartRequest,
  url: string,
  connections: Connections,
): Source => {
  const { by, wanted } = request;
  const withClient = async <T>(work: (client: Client, repository: Repository) => Promise<T>) => {
    const repository = repositoryOf(url);
    const client = await connections.registry(request.isInsecure);
    return connections.using(repository.host, () => work(client, repository));
  };
  const at = (reference: Reference, version: string | undefined) =>
    withClient((client) => availableAt(client, reference, version, request));
  return {
    choose: () =>
      withClient(async (client, repository) => {
        if (by === 'digest' && isDigest(wanted))
          return at({ ...repository, digest: wanted }, undefined);
        if (by === 'tag') return at({ ...repository, tag: wanted }, wanted);
        // Flux does not list the tags for a version.
        if (request.from !== 'artifact' && parseVersion(wanted) !== undefined)
          return at({ ...repository, tag: tagOf(wanted) }, wanted);
        const tags = await listTags(client, repository);
        const versions = tags.map((tag) => ({ tag, version: versionOf(tag, request) }));
        const chosen = pickChart(request, versions);
        return chosen === undefined
          ? { versions: versions.map(({ version }) => version) }
          : at({ ...repository, tag: chosen.tag }, chosen.version);
      }),
    locked: ({ version, revision }) =>
      withClient((_, repository) =>
        at(
          isDigest(revision)
            ? { ...repository, digest: revision }
            : { ...repository, tag: tagOf(version) },
          version,
        ),
      ),
  };
};

const repositoryOf = (url: string): Repository => {
  const { value, findings } = parseReference(url);
  if (value === undefined) throw new Failure(2, findings);
  return { host: value.host, repository: value.repository };
};

const availableAt = async (
  client: Client,
  reference: Reference,
  version: string | undefined,
  request: ChartRequest,
): Promise<Available> => {
  const named = await getManifest(client, reference);
  // Of an index, Flux takes the artifact for its platform, and the digest of the index.
  const { content } = isIndex(named.content)
    ? await getImage(client, { ...reference, digest: named.digest })
    : { content: named.content };
  const layer = layerOf(content, request);
  return {
    version,
    revision: named.digest,
    digest: layer.digest,
    download: (file) => downloadBlob(client, reference, layer, file),
  };
};

/** The layer that Flux takes (source-controller: ocirepository_controller.go, selectLayer; helm: pkg/registry, Pull). */
const layerOf = ({ layers }: ImageManifest, request: ChartRequest): Descriptor => {
  const { from, layer: type = from === 'artifact' ? undefined : chartLayer } = request;
  const layer = type === undefined ? layers[0] : layers.find(({ mediaType }) => mediaType === type);
  if (layer === undefined)
    throw new Error(`the artifact has no layer${type === undefined ? '' : ` of type ${type}`}`);
  if (layer.size > largestPackage)
    throw new Error(`its package has ${layer.size} bytes, more than Helm accepts`);
  return layer;
};

/** Helm writes `_` for the `+` of a version, and Flux reads it so in tags of charts. */
const versionOf = (tag: string, { from, layer }: ChartRequest): string =>
  from !== 'artifact' || layer === chartLayer ? tag.replaceAll('_', '+') : tag;
