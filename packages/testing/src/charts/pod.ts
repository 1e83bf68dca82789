import type { Manifest } from '@helm-charts/types';
import type { IContainer, IPodSpec, IPodTemplateSpec } from 'kubernetes-models/v1';
import { all } from './render.ts';

/** The pod of an object. */
export interface MadePod {
  readonly id: string;
  readonly template: IPodTemplateSpec;
  readonly spec: IPodSpec;
}

/** All pods of the objects. */
export const podsOf = (manifests: readonly Manifest[]): readonly MadePod[] => [
  ...(['Deployment', 'StatefulSet', 'Job'] as const).flatMap((kind) =>
    all(manifests, kind).map(({ metadata, spec }) =>
      madePod(`${kind} ${metadata.name}`, spec!.template),
    ),
  ),
  ...all(manifests, 'CronJob').map(({ metadata, spec }) =>
    madePod(`CronJob ${metadata.name}`, spec!.jobTemplate.spec!.template),
  ),
];

const madePod = (id: string, template: IPodTemplateSpec): MadePod => ({
  id,
  template,
  spec: template.spec!,
});

/** The containers of a pod, including init containers. */
export const containersOf = ({ spec }: MadePod): readonly IContainer[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];

/** The variables of a container: the value of each, or `secret/key` or `configmap/key`. */
export const variablesOf = ({ env = [] }: IContainer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    env.map(({ name, value = '', valueFrom }) => {
      const key = valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef;
      return [name, key === undefined ? value : `${key.name}/${key.key}`];
    }),
  );
