import { type ClusterObject, type FieldPath, objectsAt, stringAt } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const serviceAddressDuplicate: Rule = {
  id: 'service-address-duplicate',
  set: 'kubernetes',
  title: 'Only one Service has a node port or a cluster IP.',
  why: 'The API server rejects the second Service with "provided port is already allocated".',
  source:
    'Kubernetes pkg/registry/core/service/portallocator; pkg/registry/core/service/ipallocator',
  severity: 'error',
  scope: 'release',
  bad: example(30080),
  good: example(30081),
  check: ({ services }) => {
    const first = new Map<string, ClusterObject>();
    return services
      .flatMap(({ object }) => addressesOf(object))
      .flatMap(({ object, what, path }): Problem[] => {
        const other = first.get(what);
        if (other === undefined) first.set(what, object);
        // An object that is defined twice is reported by object-duplicate.
        return other === undefined || manifestId(other.manifest) === manifestId(object.manifest)
          ? []
          : [
              problem(
                object,
                path,
                `${manifestId(other.manifest)} has ${what}, too, so the API server rejects the Service that is created second`,
                'choose another one, or remove the field so that Kubernetes chooses',
              ),
            ];
      });
  },
};

interface Address {
  readonly object: ClusterObject;
  readonly what: string;
  readonly path: FieldPath;
}

const addressesOf = (object: ClusterObject): readonly Address[] => {
  const { spec } = object.manifest;
  const ip = stringAt(spec, 'clusterIP');
  return [
    ...(ip === undefined || ip === '' || ip === 'None'
      ? []
      : [{ object, what: `cluster IP ${ip}`, path: ['spec', 'clusterIP'] }]),
    ...objectsAt(spec, 'ports').flatMap(({ nodePort, protocol = 'TCP' }, index): Address[] =>
      typeof nodePort !== 'number' || nodePort === 0
        ? []
        : [
            {
              object,
              what: `node port ${nodePort}/${String(protocol)}`,
              path: ['spec', 'ports', index, 'nodePort'],
            },
          ],
    ),
  ];
};

function example(nodePort: number): string {
  return ['web', 'api']
    .map(
      (name, index) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { type: NodePort, ports: [{ port: 80, nodePort: ${index === 0 ? 30080 : nodePort} }] }
`,
    )
    .join('');
}
