import { stringAt } from '@helm-charts/kubernetes';
import { problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { mountedReferences, settingsOf, variablesOf } from '../view/environment.ts';
import { numberAt, objectsAt } from '../view/object.ts';
import type { Container, Pod } from '../view/pod.ts';
import type { View } from '../view/view.ts';

/** The Job that prepares the database, and those who wait for it. */
export const bootstrapRules: readonly Rule[] = [
  {
    id: 'R6',
    scope: 'object',
    summary: 'A Job is named by a hash of what it does, and patient enough for a slow machine.',
    source: 'Kubernetes pkg/apis/batch/validation/validation.go, ValidateJobUpdate; helm#7725',
    check: (view) =>
      view
        .ofKind('Job')
        .filter((object) => !view.isForeign(object) && !isTest(object.manifest.metadata))
        .flatMap((object) => {
          const { manifest } = object;
          const backoff = numberAt(manifest, 'spec', 'backoffLimit') ?? 6;
          const ttl = numberAt(manifest, 'spec', 'ttlSecondsAfterFinished');
          const pod = view.pods.find((one) => one.object === object);
          const isForgiving = objectsAt(manifest, 'spec', 'podFailurePolicy', 'rules').some(
            (rule) =>
              rule.action === 'Ignore' &&
              objectsAt(rule, 'onPodConditions').some(({ type }) => type === 'DisruptionTarget'),
          );
          const wrong: [boolean, string, string][] = [
            [
              !hashed.test(manifest.metadata.name),
              'metadata.name',
              "it ends in no hash, and a Job can't change: the next upgrade is refused; name it by a hash of its image, script and values",
            ],
            [
              backoff < 20,
              'spec.backoffLimit',
              `it gives up after ${backoff} failures, and a slow first start has more; allow 20 or more`,
            ],
            [
              pod?.spec.restartPolicy !== 'Never' || !isForgiving,
              'spec.podFailurePolicy',
              'a shutdown of the node counts as a failure; set restartPolicy: Never and ignore DisruptionTarget',
            ],
            [
              ttl !== undefined && ttl < 3600,
              'spec.ttlSecondsAfterFinished',
              `its log is gone after ${ttl} seconds; keep it for 3600 or more`,
            ],
          ];
          return wrong.flatMap(([is, part, sentence]) => problemIf(is, object, part, sentence));
        }),
  },
  {
    id: 'R7',
    scope: 'release',
    summary:
      'Whoever uses the database first waits for the bootstrap of its own hash, and not as superuser.',
    source: 'Flux docs, HelmRelease dependsOn: it does not order pods after a restart of the node',
    check: (view) => gates(view),
  },
  {
    id: 'R8',
    scope: 'release',
    summary: 'The bootstrap reaches nothing outside its own release.',
    source: 'helm-controller internal/controller/helmrelease_controller.go, checkDependencies',
    check: (view) =>
      view.clients
        .filter(({ pod }) => isBootstrap(pod))
        .flatMap(({ pod, container, addresses }) =>
          addresses
            .map((address) => ({
              ...address,
              found: view.find('Service', address.namespace, address.service),
            }))
            .filter(({ found }) => found === undefined || found.release !== pod.object.release)
            .map(({ service, namespace, via }) =>
              problem(
                pod.object,
                `container ${container.name}`,
                `${via} leads to Service ${namespace}/${service}, which is not of its own release and may depend on it; reach the database directly`,
              ),
            ),
        ),
  },
];

const hashed = /-[0-9a-f]{8,}$/;

const isTest = ({
  annotations = {},
}: {
  readonly annotations?: Readonly<Record<string, string>>;
}) => /^test/.test(annotations['helm.sh/hook'] ?? '');

/** The component that the chart calls its bootstrap. */
const isBootstrap = ({ kind, object }: Pod): boolean =>
  kind === 'Job' &&
  object.manifest.metadata.labels?.['app.kubernetes.io/component'] === 'bootstrap';

const waits = (container: Container): boolean =>
  variablesOf(container).some(({ name }) => name === 'BOOTSTRAP_HASH');

/** The bootstrap that a container names. Empty where it asks a ConfigMap that is not here: that of another release, which the rule reference-missing looks for. */
const hashOf = ({ find }: View, pod: Pod, container: Container): string =>
  settingsOf(find, pod, container).get('BOOTSTRAP_HASH') ?? '';

const gates = (view: View): readonly Problem[] => {
  const bootstraps = view.pods.filter(isBootstrap);
  return view.pods
    .filter(
      ({ kind, containers }) =>
        kind !== 'Job' &&
        containers.some(
          (container) =>
            container.isLasting &&
            variablesOf(container).some(({ name }) => /^DB_(HOST|PASSWORD_SERVER)$/.test(name)),
        ),
    )
    .flatMap((pod) => {
      const gate = pod.containers.find(
        (container) => container.type === 'init' && waits(container),
      );
      if (gate === undefined) {
        return [
          problem(
            pod.object,
            'initContainers',
            'it uses the database and does not wait for the bootstrap, so it starts on a database that is not ready; add the container that waits for the marker',
          ),
        ];
      }
      const hash = hashOf(view, pod, gate);
      const other = bootstraps.find(
        (bootstrap) =>
          hash !== '' &&
          (!bootstrap.containers.some((one) => hashOf(view, bootstrap, one) === hash) ||
            !bootstrap.object.manifest.metadata.name.endsWith(`-${hash}`)),
      );
      const part = `container ${gate.name}`;
      return [
        ...problemIf(
          other !== undefined,
          pod.object,
          part,
          `it waits for the bootstrap ${hash}, and Job ${other?.namespace}/${other?.object.manifest.metadata.name} is another; give both the same hash`,
        ),
        ...superuserKeys(pod, gate).map((key) =>
          problem(
            pod.object,
            part,
            `it can read ${key}, the password of the superuser, to do no more than wait; give it that of the application's role`,
          ),
        ),
      ];
    });
};

/** The keys of the superuser that a container gets, as variables or as files. */
const superuserKeys = (pod: Pod, container: Container): readonly string[] => {
  const mounted = container.mounts.map((mount) => stringAt(mount, 'name'));
  const files = mountedReferences(pod).filter(({ volume }) => mounted.includes(volume));
  return [...variablesOf(container).flatMap(({ from }) => from ?? []), ...files]
    .filter(({ kind, key }) => kind === 'Secret' && /SUPERUSER|POSTGRES_PASSWORD/i.test(key ?? ''))
    .map(({ name, key }) => `${name}/${key}`);
};
