import type { Chart } from '@helm-charts/types';
import type { IContainer } from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { podsOf, variablesOf } from '../charts/pod.ts';
import { all, one, type RenderedScenario, rendering } from '../charts/render.ts';

/** The expectations for one worker, besides those for all workers. */
export interface WorkerPromises {
  readonly port: number;
  /** The variables that the original chart sets. */
  readonly original: readonly string[];
  /** Those that our chart does not set, with the reasons. */
  readonly unset: Readonly<Record<string, string>>;
  /** The variables that only our chart sets. */
  readonly added: readonly string[];
}

/** A scenario with its pod and container. */
export interface WorkerScenario extends RenderedScenario {
  readonly container: IContainer;
  readonly variables: Readonly<Record<string, string>>;
}

/** The scenarios of a worker. */
export const workerScenarios = async (chart: Chart): Promise<readonly WorkerScenario[]> =>
  (await rendering(chart).renderScenarios()).map((scenario) => {
    const [container, ...others] = podsOf(scenario.manifests)[0]!.spec.containers;
    if (container === undefined || others.length > 0)
      throw new Error('expected exactly one container');
    return { ...scenario, container, variables: variablesOf(container) };
  });

/** Tests the expectations for all workers, in all scenarios of one. */
export const testWorker = async (
  chart: Chart,
  { port: expectedPort, original, unset, added }: WorkerPromises,
): Promise<void> => {
  const { name } = chart;
  const scenarios = await workerScenarios(chart);
  const at = (scenario: string) => scenarios.find(({ name }) => name === scenario)!;

  describe.each(scenarios)(
    '$name',
    ({ name: scenario, values, manifests, container, variables }) => {
      const { spec } = one(manifests, 'Deployment');
      const [pod] = podsOf(manifests);
      const volumes = pod!.spec.volumes ?? [];
      const gate = pod!.spec.initContainers?.[0];

      test('renders the same manifests every time, without Secrets, hooks and roles', async () => {
        expect(await rendering(chart).render(values)).toEqual(manifests);
        const scaled = ['autoscaled', 'several-nodes'].includes(scenario)
          ? ['HorizontalPodAutoscaler', 'PodDisruptionBudget']
          : scenario === 'everything'
            ? ['PodDisruptionBudget']
            : [];
        const scripts = container.readinessProbe?.exec ? ['ConfigMap'] : [];
        expect(manifests.map(({ kind }) => kind).sort()).toEqual(
          ['Deployment', 'Service', 'ServiceAccount', ...scripts, ...scaled].sort(),
        );
        expect(JSON.stringify(manifests)).not.toContain('helm.sh/hook');
      });

      test('only an autoscaler sets the number of pods, and a disruption budget allows an eviction', () => {
        const [autoscaler] = all(manifests, 'HorizontalPodAutoscaler');
        expect(spec?.replicas === undefined).toBe(autoscaler !== undefined);
        const [budget] = all(manifests, 'PodDisruptionBudget');
        const least = autoscaler?.spec?.minReplicas ?? spec?.replicas ?? 0;
        if (budget !== undefined) expect(budget.spec?.minAvailable).toBeLessThan(least);
      });

      test('runs as the user in the values', () => {
        const user = values && 'user' in values ? values.user : 1000;
        expect(pod!.spec.securityContext).toMatchObject({ runAsUser: user, runAsGroup: user });
      });

      test('the Service targets the pod, at the port of the probes', () => {
        const { spec: service } = one(manifests, 'Service');
        expect(spec?.selector.matchLabels).toEqual(service!.selector);
        const [port] = container.ports ?? [];
        expect(port?.containerPort).toBe(expectedPort);
        expect(service?.ports?.[0]?.targetPort).toBe(port?.name);
        const { startupProbe, readinessProbe, livenessProbe } = container;
        // A readiness probe may run a program of the container.
        const ready = readinessProbe?.exec ? [] : [readinessProbe];
        for (const probe of [startupProbe, livenessProbe, ...ready])
          expect(probe?.httpGet?.port).toBe(port?.name);
      });

      test('waits for the bootstrap with the role of the workers', () => {
        const asked = variablesOf(gate!);
        for (const key of ['DB_HOST', 'DB_PORT', 'DB_NAME_SERVER', 'DB_USER_SERVER'])
          expect(asked[key]).toBe(variables[key]);
        expect(asked.BOOTSTRAP_HASH).toMatch(/^[a-z-]+\/hash$/);
      });

      test('does not use the superuser', () => {
        expect(JSON.stringify(manifests)).not.toMatch(/SUPERUSER|change-me/);
        expect(variables.DB_USER_ADMIN).toBe(variables.DB_USER_SERVER);
        expect(variables.DB_USER_ADMIN).not.toBe('postgres');
      });

      test('booleans are true or false, without quotes', () => {
        for (const [name, value] of Object.entries(variables)) {
          expect(value, name).not.toBe('');
          expect(value, name).not.toMatch(/^["']/);
        }
      });

      test('the folder of secrets is a PersistentVolumeClaim', () => {
        const claims = volumes.filter((volume) => 'persistentVolumeClaim' in volume);
        if (variables.SECRET_WRITE_PROVIDER === 'filesystem') expect(claims).toHaveLength(1);
      });
    },
  );

  test('has the name that other charts use', () => {
    const { manifests } = at('default');
    for (const kind of ['Deployment', 'Service', 'ServiceAccount'] as const)
      expect(one(manifests, kind).metadata).toMatchObject({ name, namespace: 'msp' });
    expect(one(manifests, 'Service').spec?.ports?.[0]?.port).toBe(expectedPort);
  });

  test('sets the variables of the original chart, except those listed as not set', () => {
    const set = new Set(scenarios.flatMap(({ variables }) => Object.keys(variables)));
    set.delete('FEATURE_FLAGS');
    expect(original.filter((variable) => !set.has(variable)).sort()).toEqual(
      Object.keys(unset).sort(),
    );
    expect([...set].filter((variable) => !original.includes(variable)).sort()).toEqual(
      [...added].sort(),
    );
  });
};
