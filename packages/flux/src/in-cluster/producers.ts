import { groupOf, isObject, listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { filledBy } from './filled.ts';

/**
 * The Secrets and ConfigMaps that a controller creates in the cluster for an object, or fills: `Secret demo/app`. The
 * namespace `*` means every namespace.
 */
export const producedBy = (object: Manifest): readonly string[] => {
  const { kind, metadata } = object;
  const names = [
    ...(producers[`${groupOf(object)} ${kind}`]?.(object) ?? []),
    ...connectionSecret(object),
    ...tlsSecrets(object),
    ...filledBy(object),
  ];
  return names.flatMap((name) => {
    if (!name) return [];
    return name.includes(' ') ? [name] : [`Secret ${metadata.namespace ?? 'default'}/${name}`];
  });
};

/** Names of Secrets in the namespace of the object; anything else is written out as an id. */
type NamesOf = (object: Manifest) => readonly (string | undefined)[];

/** Resources of Crossplane write their connection details (crossplane: apis/common/v1). */
const connectionSecret: NamesOf = ({ metadata, spec }) => {
  const reference = valueAt(spec, 'writeConnectionSecretToRef');
  const name = stringAt(reference, 'name');
  const namespace = stringAt(reference, 'namespace') ?? metadata.namespace ?? 'default';
  return [name && `Secret ${namespace}/${name}`];
};

/** cert-manager creates the Secrets that an Ingress or a Gateway with its annotation names (cert-manager: docs/usage). */
const tlsSecrets: NamesOf = (object) => {
  const { kind, metadata, spec } = object;
  const isIssued = Object.keys(metadata.annotations ?? {}).some((name) =>
    /^cert-manager\.io\/(cluster-)?issuer$|^kubernetes\.io\/tls-acme$/.test(name),
  );
  if (!isIssued) return [];
  if (kind === 'Ingress') return listAt(spec, 'tls').map((tls) => stringAt(tls, 'secretName'));
  if (kind !== 'Gateway') return [];
  return listAt(spec, 'listeners').flatMap((listener) =>
    listAt(listener, 'tls', 'certificateRefs').map((reference) => stringAt(reference, 'name')),
  );
};

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
const withSuffix =
  (...suffixes: readonly string[]): NamesOf =>
  (object) =>
    suffixes.map((suffix) => `${nameOf(object)}-${suffix}`);
/** A Secret whose namespace the same reference may name. */
const reference =
  (nameField: string, namespaceField: string, ...path: readonly string[]): NamesOf =>
  ({ metadata, spec }) => {
    const name = stringAt(spec, ...path, nameField);
    const namespace = stringAt(spec, ...path, namespaceField) ?? metadata.namespace ?? 'default';
    return [name && `Secret ${namespace}/${name}`];
  };

/** What Kyverno generates: one object, or those of a list, in a namespace that a variable may name (kyverno: api/kyverno/v1). */
const generated: NamesOf = ({ spec }) =>
  listAt(spec, 'rules').flatMap((rule) => {
    const generate = valueAt(rule, 'generate');
    const kind = stringAt(generate, 'kind');
    const name = stringAt(generate, 'name');
    if (name !== undefined) return [`${kind} */${name}`];
    return listAt(generate, 'cloneList', 'kinds').map((one) => `${one} */*`);
  });

/** An ExternalSecret can make an object of another kind, too (external-secrets: apis/externalsecrets/v1, target.manifest). */
const ofExternalSecret: NamesOf = (object) => {
  const { metadata, spec } = object;
  if (stringAt(spec, 'target', 'creationPolicy') === 'None') return [];
  const kind = stringAt(spec, 'target', 'manifest', 'kind') ?? 'Secret';
  const name = stringAt(spec, 'target', 'name') || nameOf(object);
  return [`${kind} ${metadata.namespace ?? 'default'}/${name}`];
};

/** The operator of Zalando (postgres-operator: docs/user.md). */
const ofZalando: NamesOf = ({ metadata, spec }) => {
  const users = valueAt(spec, 'users');
  const names = ['postgres', 'standby', ...Object.keys(isObject(users) ? users : {})];
  return names.map((name) => {
    // A user can be in another namespace: `other.app`.
    const [user, namespace] = name.split('.').toReversed();
    const secret = `${user}.${metadata.name}.credentials.postgresql.acid.zalan.do`;
    return `Secret ${namespace ?? metadata.namespace ?? 'default'}/${secret.replaceAll('_', '-')}`;
  });
};

/** By group and kind. Each name is that of the reference of the controller's API. */
const producers: Readonly<Record<string, NamesOf>> = {
  'external-secrets.io ExternalSecret': ofExternalSecret,
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
  // In the namespace of cert-manager itself.
  'cert-manager.io ClusterIssuer': ({ spec }) => {
    const name = stringAt(spec, 'acme', 'privateKeySecretRef', 'name');
    return [name && `Secret */${name}`];
  },
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
  'secrets.infisical.com InfisicalSecret': (object) => [
    ...reference('secretName', 'secretNamespace', 'managedSecretReference')(object),
    ...listAt(object.spec, 'managedKubeSecretReferences').map((one) => {
      const name = stringAt(one, 'secretName');
      const namespace = stringAt(one, 'secretNamespace') ?? object.metadata.namespace ?? 'default';
      return name && `Secret ${namespace}/${name}`;
    }),
  ],
  'secrets.doppler.com DopplerSecret': reference('name', 'namespace', 'managedSecret'),
  'k8s.bitwarden.com BitwardenSecret': at('secretName'),
  'secret-sync.x-k8s.io SecretSync': (object) => [nameOf(object)],
  'secretgenerator.mittwald.de StringSecret': (object) => [nameOf(object)],
  'secretgen.k14s.io Password': (object) => [nameOf(object)],
  'secretgen.k14s.io SecretImport': (object) => [nameOf(object)],
  'infra.contrib.fluxcd.io Terraform': at('writeOutputsToSecret', 'name'),
  'kyverno.io ClusterPolicy': generated,
  'kyverno.io Policy': generated,
  'postgresql.cnpg.io Cluster': withSuffix('app', 'superuser', 'ca', 'server', 'replication'),
  'postgres-operator.crunchydata.com PostgresCluster': (object) => [
    ...[nameOf(object), ...listAt(object.spec, 'users').map((user) => stringAt(user, 'name'))].map(
      (user) => user && `${nameOf(object)}-pguser-${user}`,
    ),
    `${nameOf(object)}-cluster-cert`,
  ],
  'acid.zalan.do postgresql': ofZalando,
  'k8s.mariadb.com Connection': orOwnName('secretName'),
  'k8s.mariadb.com MariaDB': at('rootPasswordSecretKeyRef', 'name'),
  'trust.cert-manager.io Bundle': (object) => [
    `ConfigMap */${nameOf(object)}`,
    `Secret */${nameOf(object)}`,
  ],
  'ceph.rook.io CephObjectStoreUser': (object) => [
    `rook-ceph-object-user-${stringAt(object.spec, 'store')}-${nameOf(object)}`,
  ],
  'kafka.strimzi.io Kafka': withSuffix('cluster-ca-cert', 'clients-ca-cert'),
  'kafka.strimzi.io KafkaUser': (object) => [nameOf(object)],
  'rabbitmq.com RabbitmqCluster': withSuffix('default-user'),
  'elasticsearch.k8s.elastic.co Elasticsearch': withSuffix(
    'es-elastic-user',
    'es-http-certs-public',
    'es-transport-certs-public',
  ),
  'mongodbcommunity.mongodb.com MongoDBCommunity': ({ metadata, spec }) =>
    listAt(spec, 'users').flatMap((user) => [
      stringAt(user, 'connectionStringSecretName') ??
        `${metadata.name}-${stringAt(user, 'db')}-${stringAt(user, 'name')}`,
    ]),
  'psmdb.percona.com PerconaServerMongoDB': orOwnName('secrets', 'users'),
  'pxc.percona.com PerconaXtraDBCluster': orOwnName('secretsName'),
};
