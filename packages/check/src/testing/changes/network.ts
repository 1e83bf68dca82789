import { add, create, set } from '../shop.ts';
import { container, type Harm, harm, web } from './harm.ts';

/** Services, probes, Ingresses, routes and policies. */
export const network: readonly Harm[] = [
  harm(
    'service-target-port',
    'an unknown name of a targetPort',
    set('Service web', 'spec.ports.0.targetPort', 'htpp'),
  ),
  harm(
    'service-target-port',
    'an unknown number of a targetPort',
    set('Service web', 'spec.ports.0.targetPort', 8081),
  ),
  harm(
    'service-without-pods',
    'a selector without pods',
    set('Service web', 'spec.selector.app', 'wbe'),
  ),
  harm(
    'service-without-pods',
    'other labels of the pods',
    set('StatefulSet cache', 'spec.template.metadata.labels', { app: 'redis' }),
    set('StatefulSet cache', 'spec.selector.matchLabels', { app: 'redis' }),
  ),
  harm(
    'probe-port',
    'an unknown name of a probe port',
    set(web, `${container}.readinessProbe.httpGet.port`, 'web'),
  ),
  harm(
    'probe-port',
    'a wrong number of a probe port',
    set(web, `${container}.livenessProbe.httpGet.port`, 8081),
  ),
  harm(
    'probe-port',
    'a wrong port of a TCP probe',
    set('StatefulSet cache', `${container}.readinessProbe.tcpSocket.port`, 6380),
  ),
  harm(
    'probe-port',
    'an unknown port of a hook',
    set(web, `${container}.lifecycle`, { preStop: { httpGet: { path: '/stop', port: 'admin' } } }),
  ),
  harm(
    'backend-missing',
    'an Ingress to a missing Service',
    set('Ingress web', 'spec.rules.0.http.paths.0.backend.service.name', 'website'),
  ),
  harm(
    'backend-missing',
    'a default backend that is missing',
    set('Ingress web', 'spec.defaultBackend', {
      service: { name: 'errors', port: { number: 80 } },
    }),
  ),
  harm('backend-missing', 'a webhook to a missing Service', create(webhook())),
  harm(
    'backend-port',
    'an unknown port of an Ingress',
    set('Ingress web', 'spec.rules.0.http.paths.0.backend.service.port', { number: 8080 }),
  ),
  harm('backend-missing', 'a route to a missing Service', create(route('wbe', 80))),
  harm('backend-port', 'a route to an unknown port', create(route('web', 8080))),
  harm(
    'address-unknown-service',
    'the host of a missing Service',
    set('ConfigMap settings', 'data.CACHE_URL', 'redis://cahce:6379/0'),
  ),
  harm(
    'address-unknown-service',
    'a host in another namespace',
    add(web, `${container}.env`, {
      name: 'MAIL_URL',
      value: 'http://mail.shop.svc.cluster.local:8025',
    }),
  ),
  harm(
    'address-unknown-port',
    'a wrong port of a Service',
    set('ConfigMap settings', 'data.CACHE_URL', 'redis://cache:6380/0'),
  ),
  harm(
    'service-address-duplicate',
    'a node port used twice',
    ...['web', 'cache'].flatMap((name) => [
      set(`Service ${name}`, 'spec.type', 'NodePort'),
      set(`Service ${name}`, 'spec.ports.0.nodePort', 30080),
    ]),
  ),
  harm(
    'service-address-duplicate',
    'a cluster IP used twice',
    ...['web', 'cache'].map((name) => set(`Service ${name}`, 'spec.clusterIP', '10.96.0.20')),
  ),
  harm(
    'network-policy-blocks',
    'a policy that denies everything',
    create(denyAll('[Ingress]')),
    set('NetworkPolicy web', 'spec.ingress', []),
  ),
  harm('network-policy-blocks', 'a policy that denies all pods', create(denyAll('[Ingress]'))),
  harm('network-policy-blocks', 'a policy that denies what pods open', create(denyAll('[Egress]'))),
  harm(
    'network-policy-blocks',
    'a policy with another port',
    set('NetworkPolicy web', 'spec.ingress.0.ports.0.port', 9090),
  ),
  harm(
    'selector-without-pods',
    'a policy that selects nothing',
    set('NetworkPolicy web', 'spec.podSelector.matchLabels.app', 'wbe'),
  ),
  harm('monitor-target', 'a monitor of an unknown port', create(monitor('web', 'metrics'))),
  harm('monitor-target', 'a monitor that selects nothing', create(monitor('wbe', 'http'))),
  harm('gateway-missing', 'a route of an unknown listener', create(route('web', 80, 'htpps'))),
  harm('provider-missing', 'a certificate of a missing issuer', create(certificate())),
];

function webhook(): string {
  return `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: web }
webhooks:
  - name: web.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: admission, namespace: shop } }
`;
}

function route(name: string, port: number, listener = 'https'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { gatewayClassName: envoy, listeners: [{ name: https, port: 443, protocol: HTTPS }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: ${listener} }]
  rules: [{ backendRefs: [{ name: ${name}, port: ${port} }] }]
`;
}

function denyAll(policyTypes: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny-all, namespace: shop }
spec: { podSelector: {}, policyTypes: ${policyTypes} }
`;
}

function monitor(app: string, port: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: ${app} } }, endpoints: [{ port: ${port} }] }
`;
}

function certificate(): string {
  return `
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt-staging }
spec: { acme: { privateKeySecretRef: { name: letsencrypt-staging } } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: shop }
spec: { secretName: web-tls, dnsNames: [shop.example.com], issuerRef: { kind: ClusterIssuer, name: letsencrypt } }
`;
}
