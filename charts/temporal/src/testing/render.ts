import { all, one, rendering } from '@helm-charts/testing/charts';
import type { Manifest } from '@helm-charts/types';
import type { IContainer } from 'kubernetes-models/v1';
import { chart } from '../chart.ts';

/** The chart as the appliance has it: release `temporal` in namespace `msp`. */
export const { directory, render, renderScenarios } = rendering(chart);

/** The containers of all pods, by name; those of several pods of one name stand there once. */
export const containersOf = (
  manifests: readonly Manifest[],
): Readonly<Record<string, IContainer>> => {
  const pods = (['Deployment', 'Job'] as const).flatMap((kind) =>
    all(manifests, kind).map(({ spec }) => spec!.template.spec!),
  );
  return Object.fromEntries(
    pods
      .flatMap(({ containers, initContainers = [] }) => [...initContainers, ...containers])
      .map((container) => [container.name, container]),
  );
};

/** The files of a ConfigMap. */
export const filesOf = (
  manifests: readonly Manifest[],
  name: string,
): Readonly<Record<string, string>> => one(manifests, 'ConfigMap', name).data ?? {};
