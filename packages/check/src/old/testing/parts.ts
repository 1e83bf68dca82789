import type { ClusterObject } from '@helm-charts/kubernetes';
import type { JsonObject, Manifest } from '@helm-charts/types';

/** An object of namespace msp that a template of a release made. */
export const rendered = (
  release: string,
  apiVersion: string,
  kind: string,
  name: string,
  fields: JsonObject,
): ClusterObject => ({
  release,
  position: { file: `charts/${release}/templates/${kind.toLowerCase()}.yaml` },
  manifest: { apiVersion, kind, metadata: { name, namespace: 'msp' }, ...fields } as Manifest,
});

/** A container that breaks no rule. */
export const container = (name: string, fields: JsonObject = {}): JsonObject => ({
  name,
  image: `example.com/${name}:1.2.3@${digest}`,
  imagePullPolicy: 'IfNotPresent',
  readinessProbe: { tcpSocket: { port: 80 } },
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  ...fields,
});

export const digest: string = `sha256:${'0'.repeat(64)}`;

/** The template of a pod that breaks no rule, with the label `app`. */
const template = (app: string, fields: JsonObject): JsonObject => ({
  metadata: { labels: { app } },
  spec: {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...fields,
  },
});

export const deployment = (release: string, name: string, pod: JsonObject): ClusterObject =>
  rendered(release, 'apps/v1', 'Deployment', name, {
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      progressDeadlineSeconds: 1800,
      selector: { matchLabels: { app: name } },
      template: template(name, pod),
    },
  });

export const statefulSet = (release: string, name: string, pod: JsonObject): ClusterObject =>
  rendered(release, 'apps/v1', 'StatefulSet', name, {
    spec: {
      replicas: 1,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: template(name, pod),
    },
  });

/** A Job that breaks no rule, if its name ends in a hash. */
export const job = (release: string, name: string, pod: JsonObject): ClusterObject =>
  rendered(release, 'batch/v1', 'Job', name, {
    spec: {
      backoffLimit: 50,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }],
      },
      template: template(name, { restartPolicy: 'Never', ...pod }),
    },
  });

export const service = (
  release: string,
  name: string,
  port: number,
  app: string = name,
): ClusterObject =>
  rendered(release, 'v1', 'Service', name, { spec: { selector: { app }, ports: [{ port }] } });

export const claim = (release: string, name: string): ClusterObject => {
  const object = rendered(release, 'v1', 'PersistentVolumeClaim', name, {
    spec: { storageClassName: 'local-path', resources: { requests: { storage: '1Gi' } } },
  });
  const annotations = { 'helm.sh/resource-policy': 'keep' };
  const { manifest } = object;
  return { ...object, manifest: { ...manifest, metadata: { ...manifest.metadata, annotations } } };
};

/** A key of a Secret as a variable. */
export const secretKey = (name: string, secret: string, key: string): JsonObject => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});
