import type { Manifest } from '@helm-charts/types';
import type { IContainer, IPodSpec, IPodTemplateSpec } from 'kubernetes-models/v1';
import { all, rendering } from '../../../../tools/charts/render.ts';
import { chart } from '../chart.ts';

/** The chart as the appliance has it: release `alga-core` in namespace `msp`. */
export const { directory, render, renderScenarios } = rendering(chart);

/** A pod that one of the objects makes. */
export interface MadePod {
  readonly id: string;
  readonly template: IPodTemplateSpec;
  readonly spec: IPodSpec;
}

/** All pods of the chart. */
export const podsOf = (manifests: readonly Manifest[]): readonly MadePod[] =>
  (['Deployment', 'StatefulSet', 'Job'] as const).flatMap((kind) =>
    all(manifests, kind).map(({ metadata, spec }) => {
      const template = spec!.template;
      return { id: `${kind} ${metadata.name}`, template, spec: template.spec! };
    }),
  );

/** The containers of a pod, those that run before the others included. */
export const containersOf = ({ spec }: MadePod): readonly IContainer[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];

/** A variable of a container: its text, or `secret/key`. */
export const variablesOf = ({ env = [] }: IContainer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    env.map(({ name, value, valueFrom }) => {
      const { secretKeyRef } = valueFrom ?? {};
      return [
        name,
        secretKeyRef === undefined ? (value ?? '') : `${secretKeyRef.name}/${secretKeyRef.key}`,
      ];
    }),
  );
