import { serviceHost } from '@helm-charts/alga';
import {
  configMapVolume,
  deployment,
  emptyDir,
  probes,
  secretVolume,
  service,
  tcpProbe,
} from '@helm-charts/blocks';
import {
  equals,
  file,
  hash,
  helper,
  ifSet,
  manifest,
  names,
  restrictedContainer,
  text,
  when,
} from '@helm-charts/types';
import { certificate as certificateKind } from '../../../custom-schemas/cert-manager.io/certificate-v1.ts';
import { tls as component } from './component.ts';
import type { Values } from './values.ts';

/** Name of the port, with plain HTTP, too, so that the Service keeps it. */
const port = 'https';

/** nginx in front of the server. It waits for nothing: until the server answers, it says so. */
export const tls = (v: Values) => [
  certificate(v),
  when(v.tls.enabled, [
    manifest('ConfigMap', component, { data: { 'nginx.conf': configuration(v) } }),
    deployment(component, {
      pods: v.pods,
      // The user of the image.
      user: 101,
      annotations: { 'checksum/config': hash([configuration(v)], 64) },
      spec: { containers: [container(v)], volumes: volumes(v) },
    }),
    service(
      component,
      { name: port, port: v.tls.service.port, nodePort: ifSet(v.tls.service.nodePort) },
      { type: v.tls.service.type },
    ),
  ]),
];

/** cert-manager writes the Secret with the certificate, whoever reads it: nginx, or an Ingress. */
const certificate = (v: Values) =>
  ifSet(v.tls.issuer, ({ name, kind, group }) =>
    when(
      isEncrypted(v),
      manifest(certificateKind, component, {
        spec: {
          secretName: v.tls.existingSecret,
          dnsNames: [v.global.address.host],
          issuerRef: { name, kind, group: ifSet(group) },
          // Without the last one, some browsers refuse certificates of private authorities.
          usages: ['digital signature', 'key encipherment', 'server auth'],
        },
      }),
    ),
  );

const configuration = (v: Values) =>
  file('nginx.conf', {
    ssl: helper('tlsListener', when(isEncrypted(v), ' ssl', '')),
    certificate: when(isEncrypted(v), 'ssl_certificate $certificate/tls.crt;'),
    key: when(isEncrypted(v), 'ssl_certificate_key $certificate/tls.key;'),
    scheme: v.global.address.scheme,
    server: text`${serviceHost(v, names.fullname)}:${v.server.service.port}`,
    hocuspocus: when(
      v.hocuspocus.enabled,
      text`location /hocuspocus { proxy_pass http://${serviceHost(v, 'hocuspocus')}:${v.hocuspocus.service.port}; }`,
    ),
  });

const isEncrypted = (v: Values) => equals(v.global.address.scheme, 'https');

const container = (v: Values) =>
  restrictedContainer({
    name: 'nginx',
    image: v.tls.image,
    command: ['nginx', '-e', 'stderr', '-c', '/etc/alga/nginx.conf', '-g', 'daemon off;'],
    ports: [{ name: port, containerPort: 8443 }],
    ...probes(tcpProbe(port), { startSeconds: 300 }),
    resources: v.tls.resources,
    volumeMounts: [
      { name: 'configuration', mountPath: '/etc/alga', readOnly: true },
      when(isEncrypted(v), { name: 'certificate', mountPath: '/run/secrets/tls', readOnly: true }),
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });

const volumes = (v: Values) => [
  configMapVolume('configuration', component.name),
  when(
    isEncrypted(v),
    secretVolume('certificate', v.tls.existingSecret, {
      'tls.crt': 'tls.crt',
      'tls.key': 'tls.key',
    }),
  ),
  emptyDir('tmp', '1Gi'),
];
