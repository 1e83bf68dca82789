import type { Repository } from '@helm-charts/oci';
import { type ImageName, imageName } from './image-name.ts';
import { hexOf } from './statement.ts';

/** What the BOM of an artifact lists. */
export interface Contents {
  readonly kind: 'chart' | 'profile';
  readonly name: string;
  readonly version: string;
  readonly description?: string | undefined;
  /** Digest of the manifest. */
  readonly digest: string;
  /** Digest of the package. */
  readonly layer: string;
  /** The charts that a chart depends on, or that a profile installs. */
  readonly charts: readonly ChartName[];
  /** Images as containers name them. */
  readonly images: readonly string[];
}

export interface ChartName {
  readonly name: string;
  readonly version: string;
  /** The repository of a chart that others publish. */
  readonly repository?: string | undefined;
}

/** A component of a BOM. */
interface Component {
  readonly type: 'application' | 'container';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

/** The CycloneDX 1.6 BOM of an artifact. The same artifact has the same BOM: it has no time, and its serial number comes from the digest. */
export const bomOf = (contents: Contents, repository: Repository): object => {
  const { name, version, description, digest, layer, charts, images } = contents;
  const own = ociPurl({
    repository: `${repository.host}/${repository.repository}`,
    tag: version,
    digest,
  });
  const component: Component = {
    ...componentOf('application', name, version, own),
    ...(description !== undefined && { description }),
    hashes: [{ alg: 'SHA-256', content: hexOf(layer) }],
  };
  const all = [...charts.map(chartComponent), ...images.map(imageComponent)];
  const components = [...new Map(all.map((one) => [one['bom-ref'], one])).values()].toSorted(
    (a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1),
  );
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumberOf(digest),
    version: 1,
    metadata: { component },
    components,
    dependencies: [
      { ref: own, dependsOn: components.map((one) => one['bom-ref']) },
      ...components.map((one) => ({ ref: one['bom-ref'] })),
    ],
  };
};

/** A UUID (RFC 9562, version 8) of the first digits of a digest. */
export const serialNumberOf = (digest: string): string => {
  const hex = hexOf(digest);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
};

const chartComponent = ({ name, version, repository }: ChartName): Component => {
  const query = repository === undefined ? '' : `?repository_url=${encodeURIComponent(repository)}`;
  return componentOf('application', name, version, `pkg:helm/${name}@${version}${query}`);
};

const imageComponent = (text: string): Component => {
  const image = imageName(text);
  const { repository, tag, digest } = image;
  return componentOf('container', repository, tag ?? digest ?? 'latest', ociPurl(image));
};

const componentOf = (
  type: Component['type'],
  name: string,
  version: string,
  purl: string,
): Component => ({ type, 'bom-ref': purl, name, version, purl });

/** The address of something in a registry (package-url/purl-spec, type oci). */
const ociPurl = ({ repository, tag, digest }: ImageName): string => {
  const name = repository.split('/').at(-1) ?? repository;
  const version = digest === undefined ? '' : `@${encodeURIComponent(digest)}`;
  const query = [`repository_url=${repository}`, ...(tag === undefined ? [] : [`tag=${tag}`])];
  return `pkg:oci/${name}${version}?${query.join('&')}`;
};
