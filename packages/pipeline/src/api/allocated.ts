import { objectAt, objectsAt, stringAt } from '@helm-charts/kubernetes';
import { type Finding, manifestId, objectIdOf, pointerOf } from '@helm-charts/types';
import { type Applied, located } from './applied.ts';

/**
 * Reports node ports and cluster IPs that another Service of the cluster has: the API server allocates each to one Service
 * (kubernetes pkg/registry/core/service/storage/alloc.go).
 */
export const allocatedTwice = (objects: readonly Applied[]): readonly Finding[] => {
  const owners = new Map<string, string>();
  return objects.filter(isService).flatMap((one) => {
    const { manifest } = one.document;
    const owner = `${manifest.metadata.namespace ?? one.namespace}/${manifest.metadata.name}`;
    return claimsOf(one).flatMap(({ keys, value, what }): readonly Finding[] => {
      const key = `${one.cluster} ${what} ${value}`;
      const other = owners.get(key) ?? owner;
      owners.set(key, other);
      if (other === owner) return [];
      const finding: Finding = {
        rule: 'api',
        severity: 'error',
        object: objectIdOf(manifest),
        pointer: pointerOf(keys),
        position: { file: one.document.source },
        message: `Invalid value: ${JSON.stringify(value)}: provided ${what} is already allocated, to Service ${other}`,
        fix: 'set another one, or leave it to the API server',
      };
      return [located(finding, one)];
    });
  });
};

const isService = ({ document: { manifest }, isPart }: Applied): boolean =>
  !isPart && manifestId(manifest).startsWith('Service ') && manifest.apiVersion === 'v1';

/** What a Service asks the API server to allocate. */
interface Claim {
  readonly keys: readonly (string | number)[];
  readonly value: unknown;
  readonly what: 'port' | 'IP';
}

const claimsOf = ({ document: { manifest } }: Applied): readonly Claim[] => {
  const spec = objectAt(manifest, 'spec');
  const address = stringAt(spec, 'clusterIP');
  const ports = objectsAt(spec, 'ports').map(
    ({ nodePort }, index): Claim => ({
      keys: ['spec', 'ports', index, 'nodePort'],
      value: nodePort,
      what: 'port',
    }),
  );
  return [
    ...ports.filter(({ value }) => typeof value === 'number' && value > 0),
    ...(address === undefined || address === '' || address === 'None'
      ? []
      : [{ keys: ['spec', 'clusterIP'], value: address, what: 'IP' } as const]),
  ];
};
