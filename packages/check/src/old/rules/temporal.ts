import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { fluxProblemIf, problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { objectAt } from '../view/object.ts';
import { listensOn, type Pod } from '../view/pod.ts';
import { selects } from '../view/service.ts';
import type { View } from '../view/view.ts';

/** Temporal's server, and those who work with it. */
export const temporalRules: readonly Rule[] = [
  {
    id: 'R29',
    scope: 'profile',
    summary: "Temporal's own chart makes its schema without hooks and does not take our names.",
    source: 'temporalio/helm-charts charts/temporal/values.yaml, schema.useHelmHooks',
    check: ({ cluster }) =>
      cluster.releases
        .filter(
          ({ helmRelease }) =>
            stringAt(helmRelease, 'spec', 'chart', 'spec', 'chart') === 'temporal',
        )
        .flatMap(({ helmRelease, values }) => [
          ...fluxProblemIf(
            valueAt(values, 'schema', 'useHelmHooks') !== false,
            helmRelease,
            'values schema.useHelmHooks',
            'the schema would be made by a hook that waits for what waits for it; set it to false',
          ),
          ...fluxProblemIf(
            [undefined, 'temporal'].includes(stringAt(values, 'fullnameOverride')),
            helmRelease,
            'values fullnameOverride',
            'its Deployment would be called temporal-worker like that of our release; set temporal-server',
          ),
        ]),
  },
  {
    id: 'R29',
    scope: 'release',
    summary: "Temporal's server and its tools are of one version.",
    source: 'temporalio/temporal temporal/fx.go',
    check: (view) => toolVersions(view),
  },
  {
    id: 'R29',
    scope: 'cluster',
    summary:
      'Whoever works with Temporal uses its frontend, and a namespace that a Job of it makes.',
    source: 'Temporal docs, Namespaces',
    check: (view) => {
      const servers = view.pods.filter(({ containers }) =>
        containers.some((container) => listensOn(container, 7233)),
      );
      if (servers.length === 0) return [];
      const frontends = view.services.filter((service) =>
        servers.some((server) => selects(service, server)),
      );
      return view.clients.flatMap(({ pod, container, settings, addresses }) => {
        const namespace = settings.get('TEMPORAL_NAMESPACE');
        const address = addresses.find(({ via }) => via === 'TEMPORAL_ADDRESS');
        const part = `container ${container.name}`;
        return [
          ...problemIf(
            address !== undefined &&
              !frontends.some(
                ({ name, ports }) =>
                  name === address.service && ports.some(({ port }) => port === address.port),
              ),
            pod.object,
            part,
            `TEMPORAL_ADDRESS is ${settings.get('TEMPORAL_ADDRESS')}, and the frontend is ${frontends.map(({ name }) => name).join(' or ')}; correct the address`,
          ),
          ...problemIf(
            pod.kind !== 'Job' && namespace !== undefined && !isMade(view, servers, namespace),
            pod.object,
            part,
            `it works in Temporal's namespace ${namespace}, which no Job beside the server makes; add it there, or use one that is made`,
          ),
        ];
      });
    },
  },
];

const toolVersions = (view: View): readonly Problem[] => {
  const images = view.pods.flatMap(({ object, containers }) =>
    containers.flatMap(({ name, fields }) => {
      const [, tool, tag] =
        /\b(temporalio\/(?:server|admin-tools)):([^@]+)/.exec(stringAt(fields, 'image') ?? '') ??
        [];
      return tool === undefined || tag === undefined ? [] : [{ object, name, tool, tag }];
    }),
  );
  const server = images.find(({ tool }) => tool.endsWith('server'));
  return images
    .filter(({ tag }) => server !== undefined && bare(tag) !== bare(server.tag))
    .map(({ object, name, tool, tag }) =>
      problem(
        object,
        `container ${name}`,
        `${tool} is ${tag} and the server ${server?.tag}, which checks that the schema is its own; use one version`,
      ),
    );
};

/** Tags of the tools have had the version of tctl and of the server in them. */
const bare = (tag: string): string => /\d+\.\d+\.\d+/.exec(tag)?.[0] ?? tag;

/** Whether a Job of the server's release names the namespace, in its own text or in a file that it mounts. */
const isMade = (view: View, servers: readonly Pod[], namespace: string): boolean =>
  view.pods
    .filter(
      ({ kind, object }) =>
        kind === 'Job' && servers.some((server) => server.object.release === object.release),
    )
    .some((job) => {
      const files = job.volumes.map(({ source }) =>
        objectAt(
          view.find('ConfigMap', job.namespace, stringAt(source, 'name') ?? '')?.manifest,
          'data',
        ),
      );
      const text = JSON.stringify([job.containers.map(({ fields }) => fields), files]);
      return text.split(/[^\w-]+/).includes(namespace);
    });
