import { keyFor, listAt, namespaceOf, objectsAt, stringAt } from '@helm-charts/kubernetes';
import { missingTarget } from '../../known/missing.ts';
import { didYouMean } from '../../known/similar.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const gatewayMissing: Rule = {
  id: 'gateway-missing',
  set: 'kubernetes',
  title: 'The Gateway of a route exists and has the listener that the route names.',
  why: 'No Gateway accepts the route, so it receives no requests.',
  source: 'Gateway API docs, HTTPRoute, parentRefs',
  severity: 'error',
  scope: 'cluster',
  bad: example('htpp'),
  good: example('http'),
  check: (context) =>
    context
      .ofKind('HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute')
      .filter(({ manifest }) => manifest.apiVersion.startsWith(group))
      .flatMap((object) =>
        objectsAt(object.manifest, 'spec', 'parentRefs').flatMap(
          (parent, index): readonly Problem[] => {
            const name = stringAt(parent, 'name');
            if (name === undefined || (parent.kind ?? 'Gateway') !== 'Gateway') return [];
            if ((parent.group ?? group) !== group) return [];
            const namespace = stringAt(parent, 'namespace') || namespaceOf(object.manifest);
            const at = ['spec', 'parentRefs', index];
            const gateway = context.byKey.get(keyFor('Gateway', namespace, name, group));
            if (gateway === undefined)
              return missingTarget(context, {
                object,
                target: { kind: 'Gateway', group, namespace, name, path: [...at, 'name'] },
                tie: 'shared',
                effect: 'so the route receives no requests',
              });
            const wanted = stringAt(parent, 'sectionName');
            const names = listAt(gateway.manifest, 'spec', 'listeners').map(
              (listener) => stringAt(listener, 'name') ?? '',
            );
            if (wanted === undefined || names.includes(wanted)) return [];
            return [
              problem(
                object,
                [...at, 'sectionName'],
                `Gateway ${namespace}/${name} has no listener ${wanted}, so the route receives no requests`,
                didYouMean(wanted, names) ?? 'name a listener of the Gateway',
              ),
            ];
          },
        ),
      ),
};

const group = 'gateway.networking.k8s.io';

function example(listener: string): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec: { gatewayClassName: envoy, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { parentRefs: [{ name: web, sectionName: ${listener} }] }
`;
}
