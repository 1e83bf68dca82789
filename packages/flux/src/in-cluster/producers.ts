import { groupOf, listAt, stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/**
 * The Secrets and ConfigMaps that a controller creates in the cluster for an object: `Secret demo/app`. The namespace
 * `*` means every namespace.
 */
export const producedBy = (object: Manifest): readonly string[] => {
  const { kind, metadata } = object;
  const names = producers[`${groupOf(object)} ${kind}`]?.(object) ?? [];
  return names.flatMap((name) => {
    if (!name) return [];
    return name.includes(' ') ? [name] : [`Secret ${metadata.namespace ?? 'default'}/${name}`];
  });
};

/** Names of Secrets in the namespace of the object; anything else is written out as an id. */
type NamesOf = (object: Manifest) => readonly (string | undefined)[];

const nameOf = ({ metadata }: Manifest): string => metadata.name;
const at =
  (...path: readonly string[]): NamesOf =>
  ({ spec }) => [stringAt(spec, ...path)];
/** cert-manager: pkg/controller/certificate-shim/sync.go. */
const isCertified = ({ metadata }: Manifest): boolean =>
  Object.keys(metadata.annotations ?? {}).some((annotation) =>
    /^(cert-manager\.io\/(cluster-)?issuer|kubernetes\.io\/tls-acme)$/.test(annotation),
  );
const orOwnName =
  (...path: readonly string[]): NamesOf =>
  (object) => [stringAt(object.spec, ...path) || nameOf(object)];

/** By group and kind. Each name is that of the reference of the controller's API. */
const producers: Readonly<Record<string, NamesOf>> = {
  'external-secrets.io ExternalSecret': orOwnName('target', 'name'),
  'external-secrets.io ClusterExternalSecret': (object) => [
    `Secret */${
      stringAt(object.spec, 'externalSecretSpec', 'target', 'name') ||
      stringAt(object.spec, 'externalSecretName') ||
      nameOf(object)
    }`,
  ],
  'bitnami.com SealedSecret': orOwnName('template', 'metadata', 'name'),
  'cert-manager.io Certificate': at('secretName'),
  'networking.k8s.io Ingress': (object) =>
    isCertified(object) ? listAt(object.spec, 'tls').map((one) => stringAt(one, 'secretName')) : [],
  'gateway.networking.k8s.io Gateway': (object) =>
    isCertified(object)
      ? listAt(object.spec, 'listeners').flatMap((listener) =>
          listAt(listener, 'tls', 'certificateRefs').map((one) => stringAt(one, 'name')),
        )
      : [],
  'cert-manager.io Issuer': at('acme', 'privateKeySecretRef', 'name'),
  'objectbucket.io ObjectBucketClaim': (object) => [
    nameOf(object),
    `ConfigMap ${object.metadata.namespace ?? 'default'}/${nameOf(object)}`,
  ],
  'isindir.github.com SopsSecret': ({ spec }) =>
    listAt(spec, 'secretTemplates').map((template) => stringAt(template, 'name')),
  'secrets-store.csi.x-k8s.io SecretProviderClass': ({ spec }) =>
    listAt(spec, 'secretObjects').map((one) => stringAt(one, 'secretName')),
  'onepassword.com OnePasswordItem': (object) => [nameOf(object)],
  'ricoberger.de VaultSecret': (object) => [nameOf(object)],
  'secrets.hashicorp.com VaultStaticSecret': at('destination', 'name'),
  'secrets.hashicorp.com VaultDynamicSecret': at('destination', 'name'),
  'secrets.hashicorp.com VaultPKISecret': at('destination', 'name'),
  'secrets.infisical.com InfisicalSecret': at('managedSecretReference', 'secretName'),
  'secrets.doppler.com DopplerSecret': at('managedSecret', 'name'),
  'postgresql.cnpg.io Cluster': (object) =>
    ['app', 'superuser', 'ca', 'server', 'replication'].map((role) => `${nameOf(object)}-${role}`),
  'postgres-operator.crunchydata.com PostgresCluster': (object) => [
    ...[nameOf(object), ...listAt(object.spec, 'users').map((user) => stringAt(user, 'name'))].map(
      (user) => user && `${nameOf(object)}-pguser-${user}`,
    ),
    `${nameOf(object)}-cluster-cert`,
  ],
  'k8s.mariadb.com MariaDB': at('rootPasswordSecretKeyRef', 'name'),
  'trust.cert-manager.io Bundle': (object) => [
    `ConfigMap */${nameOf(object)}`,
    `Secret */${nameOf(object)}`,
  ],
  'ceph.rook.io CephObjectStoreUser': (object) => [
    `rook-ceph-object-user-${stringAt(object.spec, 'store')}-${nameOf(object)}`,
  ],
  'kafka.strimzi.io KafkaUser': (object) => [nameOf(object)],
  'rabbitmq.com RabbitmqCluster': (object) => [`${nameOf(object)}-default-user`],
};
