import { add, type Change, create, remove, set } from './shop.ts';

/** A harmful change of the shop, and the rule that finds it. */
interface Harm {
  readonly what: string;
  readonly changes: readonly Change[];
  readonly rule: string;
  /** Whether the rule is advice, which a tree of others gets only if it asks for it. */
  readonly isAdvice?: true;
}

const web = 'Deployment web';
const pod = 'spec.template.spec';
const container = `${pod}.containers.0`;
const job = 'spec.jobTemplate.spec.template.spec';

const harm = (rule: string, what: string, ...changes: readonly Change[]): Harm => ({
  what,
  changes,
  rule,
});

const advice = (rule: string, what: string, ...changes: readonly Change[]): Harm => ({
  ...harm(rule, what, ...changes),
  isAdvice: true,
});

const references: readonly Harm[] = [
  harm(
    'reference-missing',
    'a missing ConfigMap',
    set('CronJob report', `${job}.containers.0.envFrom.0.configMapRef.name`, 'setings'),
  ),
  harm(
    'reference-missing',
    'a missing claim',
    set(web, `${pod}.volumes.0.persistentVolumeClaim.claimName`, 'report'),
  ),
  harm('reference-missing', 'a missing account', set(web, `${pod}.serviceAccountName`, 'webb')),
  harm(
    'reference-missing',
    'a missing projected ConfigMap',
    add(web, `${pod}.volumes`, {
      name: 'files',
      projected: { sources: [{ configMap: { name: 'pages' } }] },
    }),
  ),
  harm('reference-missing', 'the ConfigMap removed', remove('ConfigMap settings')),
  harm(
    'reference-key-missing',
    'a missing key',
    set(web, `${container}.env.0.valueFrom.configMapKeyRef.key`, 'MOED'),
  ),
  harm(
    'reference-key-missing',
    'a missing key of a volume',
    add(web, `${pod}.volumes`, {
      name: 'files',
      configMap: { name: 'settings', items: [{ key: 'page', path: 'page' }] },
    }),
  ),
  harm(
    'reference-key-missing',
    'a missing key of a subPath',
    add(web, `${pod}.volumes`, { name: 'files', configMap: { name: 'settings' } }),
    add(web, `${container}.volumeMounts`, { name: 'files', mountPath: '/a', subPath: 'page.html' }),
  ),
  harm(
    'class-missing',
    'an unknown StorageClass',
    set('PersistentVolumeClaim reports', 'spec.storageClassName', 'fast-nvme'),
  ),
  harm(
    'class-missing',
    'an unknown StorageClass of a template',
    set('StatefulSet cache', 'spec.volumeClaimTemplates.0.spec.storageClassName', 'fast-nvme'),
  ),
  harm(
    'class-missing',
    'an unknown PriorityClass',
    set(web, `${pod}.priorityClassName`, 'important'),
  ),
  harm('class-missing', 'an unknown RuntimeClass', set(web, `${pod}.runtimeClassName`, 'gvisor')),
  harm('role-missing', 'a missing Role', set('RoleBinding report', 'roleRef.name', 'reports')),
  harm(
    'role-missing',
    'a missing ClusterRole',
    set('RoleBinding report', 'roleRef', {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'reader',
    }),
  ),
  harm(
    'binding-subject',
    'a missing account of a binding',
    set('RoleBinding report', 'subjects.0.name', 'reporter'),
  ),
  harm(
    'binding-subject',
    'the namespace of another account',
    set('RoleBinding report', 'subjects.0.namespace', 'default'),
  ),
  harm('namespace-missing', 'the Namespace removed', remove('Namespace shop')),
  harm(
    'namespace-missing',
    'another namespace',
    set('ConfigMap settings', 'metadata.namespace', 'shpo'),
  ),
];

const network: readonly Harm[] = [
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

const more: readonly Harm[] = [
  harm(
    'governing-service',
    'the Service of a StatefulSet',
    set('StatefulSet cache', 'spec.serviceName', 'caches'),
  ),
  harm(
    'network-policy-peer',
    'a peer that selects nothing',
    set('NetworkPolicy web', 'spec.ingress.0.from', [
      { podSelector: { matchLabels: { app: 'proxy' } } },
    ]),
  ),
  harm('disruption-budget-overlap', 'two budgets of a pod', create(budget())),
  harm('autoscaler-duplicate', 'two autoscalers of a Deployment', create(scaler())),
];

const scaling: readonly Harm[] = [
  harm(
    'autoscaler-target',
    'an autoscaler of a missing Deployment',
    set('HorizontalPodAutoscaler web', 'spec.scaleTargetRef.name', 'webs'),
  ),
  harm(
    'autoscaler-target',
    'an autoscaler of another kind',
    set('HorizontalPodAutoscaler web', 'spec.scaleTargetRef.kind', 'StatefulSet'),
  ),
  harm(
    'autoscaler-request',
    'an autoscaler without a request',
    set(web, `${container}.resources.requests`, { memory: '128Mi' }),
  ),
  harm(
    'disruption-budget-blocks',
    'a budget that blocks a drain',
    set('PodDisruptionBudget web', 'spec.minAvailable', 2),
  ),
  harm(
    'disruption-budget-blocks',
    'a budget of all pods',
    set('PodDisruptionBudget web', 'spec.minAvailable', '100%'),
  ),
  harm(
    'selector-without-pods',
    'a budget that selects nothing',
    set('PodDisruptionBudget web', 'spec.selector.matchLabels.app', 'wbe'),
  ),
  harm(
    'resource-out-of-range',
    'a request of 1000 cores',
    set(web, `${container}.resources.requests.cpu`, 1000),
  ),
  harm(
    'resource-out-of-range',
    'thousandths of a byte',
    set(web, `${container}.resources.limits.memory`, '256m'),
  ),
  harm(
    'memory-volume-size',
    'a volume in memory of 64Gi',
    set(web, `${pod}.volumes.1.emptyDir.sizeLimit`, '64Gi'),
  ),
];

const objects: readonly Harm[] = [
  harm(
    'list-duplicate',
    'a variable twice',
    add(web, `${container}.env`, { name: 'MODE', value: 'test' }),
  ),
  harm(
    'list-duplicate',
    'a mount path twice',
    add(web, `${container}.volumeMounts`, { name: 'tmp', mountPath: '/reports' }),
  ),
  harm(
    'secret-in-variable',
    'a password in a URL',
    add(web, `${container}.env`, {
      name: 'DATABASE_URL',
      value: 'postgres://web:hunter22@db.example.com/shop',
    }),
  ),
  harm(
    'secret-in-variable',
    'a password in a variable',
    add(web, `${container}.env`, { name: 'DB_PASSWORD', value: 'hunter22' }),
  ),
  harm(
    'secret-in-config-map',
    'a password in a ConfigMap',
    set('ConfigMap settings', 'data.DB_PASSWORD', 'hunter22'),
  ),
  harm(
    'secret-in-argument',
    'a password in an argument',
    set(web, `${container}.args`, ['--db-password=hunter22']),
  ),
  harm(
    'binding-everyone',
    'a role for everyone',
    set('RoleBinding report', 'roleRef', {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'edit',
    }),
    set('RoleBinding report', 'subjects', [
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated' },
    ]),
  ),
];

const security: readonly Harm[] = [
  advice(
    'host-path',
    'hostPath',
    add(web, `${pod}.volumes`, { name: 'node', hostPath: { path: '/var/lib' } }),
  ),
  advice('host-namespace', 'the network of the node', set(web, `${pod}.hostNetwork`, true)),
  advice(
    'privileged-container',
    'privileged',
    set(web, `${container}.securityContext.privileged`, true),
  ),
  advice('run-as-non-root', 'root', set(web, `${pod}.securityContext.runAsNonRoot`, undefined)),
  advice(
    'added-capability',
    'SYS_ADMIN',
    set(web, `${container}.securityContext.capabilities.add`, ['SYS_ADMIN']),
  ),
  advice('proc-mount', 'procMount', set(web, `${container}.securityContext.procMount`, 'Unmasked')),
  advice(
    'selinux-options',
    'spc_t',
    set(web, `${pod}.securityContext.seLinuxOptions`, { type: 'spc_t' }),
  ),
  advice('memory-limit', 'no limits', set(web, `${container}.resources.limits`, undefined)),
  advice(
    'image-tag',
    'the tag latest',
    set(web, `${container}.image`, 'ghcr.io/example/web:latest'),
  ),
  advice('image-tag', 'no tag', set(web, `${container}.image`, 'ghcr.io/example/web')),
  advice(
    'readiness-probe',
    'no readiness probe',
    set(web, `${container}.readinessProbe`, undefined),
  ),
  advice(
    'binding-cluster-admin',
    'cluster-admin',
    set('RoleBinding report', 'roleRef', {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'cluster-admin',
    }),
  ),
  advice(
    'rollout-shared-claim',
    'two pods that write to a claim',
    set(web, `${pod}.volumes.0.persistentVolumeClaim.readOnly`, undefined),
    set(web, `${container}.volumeMounts.0.readOnly`, undefined),
  ),
];

/** The harmful changes that the rules find. */
export const harmful: readonly Harm[] = [
  ...references,
  ...network,
  ...more,
  ...scaling,
  ...objects,
  ...security,
];

/** Changes that the API server refuses by itself; no rule looks for them. */
export const refusedByApiServer: readonly Pick<Harm, 'what' | 'changes'>[] = [
  {
    what: 'a selector other than the labels',
    changes: [set(web, 'spec.selector.matchLabels.app', 'other')],
  },
  { what: 'the quantity 1GB', changes: [set(web, `${container}.resources.limits.memory`, '1GB')] },
  {
    what: 'a name of a Service with 64 characters',
    changes: [set('Service cache', 'metadata.name', 'c'.repeat(64))],
  },
  {
    what: 'a schedule with six fields',
    changes: [set('CronJob report', 'spec.schedule', '0 0 3 * * *')],
  },
  { what: 'negative replicas', changes: [set('StatefulSet cache', 'spec.replicas', -1)] },
  {
    what: 'upper case in a name',
    changes: [set('ConfigMap settings', 'metadata.name', 'Settings')],
  },
  {
    what: 'a number as the value of a variable',
    changes: [set(web, `${container}.env.2.value`, 8080)],
  },
  {
    what: 'Recreate with rollingUpdate',
    changes: [set(web, 'spec.strategy', { type: 'Recreate', rollingUpdate: { maxSurge: 1 } })],
  },
  {
    what: 'a Job that restarts always',
    changes: [set('CronJob report', `${job}.restartPolicy`, 'Always')],
  },
  {
    what: 'more pods at least than at most',
    changes: [set('HorizontalPodAutoscaler web', 'spec.minReplicas', 5)],
  },
  {
    what: 'an exception outside of a CIDR',
    changes: [
      set('NetworkPolicy web', 'spec.ingress.0.from', [
        { ipBlock: { cidr: '10.0.0.0/8', except: ['192.168.0.0/16'] } },
      ]),
    ],
  },
  {
    what: 'a number as an annotation',
    changes: [set(web, 'metadata.annotations', { port: 8080 })],
  },
  {
    what: 'a mount without a volume',
    changes: [set(web, `${container}.volumeMounts.0.name`, 'nothing')],
  },
  { what: 'the port 70000', changes: [set('Service web', 'spec.ports.0.port', 70_000)] },
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

function budget(): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: all, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }
`;
}

function scaler(): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: more, namespace: shop }
spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }
`;
}
