import { httpProbe, memoryEmptyDir, tcpProbe } from '@helm-charts/blocks';
import {
  and,
  apiAvailable,
  boolean,
  type Component,
  type Container,
  type CustomKind,
  type Image,
  type Manifests,
  type Members,
  manifest,
  map,
  type ObjectOf,
  object,
  type Ref,
  type Refs,
  restrictedContainer,
  string,
  when,
} from '@helm-charts/types';

/** Values of the metrics of a chart, and those of its exporters. */
export const metrics = <M extends Members>(exporters: M) =>
  object('Metrics for Prometheus.', { ...metricsMembers, ...exporters });

const metricsMembers = {
  enabled: boolean(
    'Whether exporters run beside the servers of this chart. Where the cluster has the API of the Prometheus operator, the chart then also creates PodMonitors. A change restarts the servers.',
    { default: false },
  ),
  namespace: string(
    'Namespace of Prometheus. With `networkPolicy.enabled`, the pods of this namespace may connect to the exporters.',
    { default: 'monitoring', minLength: 1 },
  ),
  podMonitor: object('PodMonitors.', {
    labels: map(
      'Labels by which Prometheus selects PodMonitors, for example `release: kube-prometheus-stack`.',
      string('Value of the label.'),
    ),
    interval: string('Time between two scrapes.', {
      default: '30s',
      pattern: '^([0-9]+h)?([0-9]+m)?([0-9]+s)?$',
      minLength: 2,
    }),
  }),
};

type Values = Refs<ObjectOf<typeof metricsMembers>>;

/** Name of the role, user or login with which an exporter connects to its server. */
export const exporterUser = 'metrics_exporter';

/** Mount path of the volume with the password of that user. Nobody outside of the pod knows it, and each new pod has another one. */
export const exporterMount = '/run/exporter';

/** That volume, in memory. */
export const exporterVolume = memoryEmptyDir('exporter', '1Mi');

/** The mount of that volume for a container that only reads it. */
export const exporterPassword = {
  name: exporterVolume.name,
  mountPath: exporterMount,
  readOnly: true,
};

interface PasswordOf {
  readonly image: Ref<Image>;
  readonly resources: NonNullable<Container['resources']>;
  /** File of the exporter, and its content with `%s` in the place of the password. */
  readonly file: { readonly name: string; readonly content: string };
}

/** The init container that makes the password, in the image of the server: those of exporters have no shell. */
export const makeExporterPassword = ({ image, resources, file }: PasswordOf) =>
  restrictedContainer({
    name: 'exporter-password',
    image,
    command: [
      '/bin/sh',
      '-euc',
      `umask 077
password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \\n')
[ \${#password} -eq 48 ] || { echo 'exporter-password: no random numbers could be read' >&2; exit 1; }
printf '${file.content}' "$password" > ${exporterMount}/${file.name}
printf '%s' "$password" > ${exporterMount}/password`,
    ],
    resources,
    volumeMounts: [{ name: exporterVolume.name, mountPath: exporterMount }],
  });

interface ExporterOf extends Pick<Container, 'name' | 'image' | 'args' | 'env' | 'resources'> {
  readonly port: number;
}

/** An exporter beside its server. While it is not ready, the pod is not, so its probes do not depend on the metrics of the server. */
export const exporter = ({ port, ...rest }: ExporterOf) =>
  restrictedContainer({
    ...rest,
    ports: [{ name: 'metrics', containerPort: port }],
    readinessProbe: { ...tcpProbe('metrics'), periodSeconds: 5 },
    livenessProbe: { ...httpProbe('/', 'metrics'), periodSeconds: 20, timeoutSeconds: 10 },
    volumeMounts: [exporterPassword],
  });

/** The part of a PodMonitor that charts set. */
interface Monitored {
  readonly spec: {
    readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly podMetricsEndpoints: readonly {
      readonly port?: string;
      readonly interval?: string;
    }[];
  };
}

/** The PodMonitor of a component with an exporter, where the cluster has that API. */
export const podMonitor = (
  kind: CustomKind<Monitored>,
  of: Component,
  { enabled, podMonitor: { labels, interval } }: Values,
): Manifests[string] =>
  when(
    and(enabled, apiAvailable('monitoring.coreos.com/v1/PodMonitor')),
    manifest(kind, of, {
      metadata: { labels },
      spec: {
        selector: { matchLabels: of.selector },
        podMetricsEndpoints: [{ port: 'metrics', interval }],
      },
    }),
  );
