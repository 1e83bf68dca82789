import type { Manifest } from '@helm-charts/types';
import type { IContainer, IVolume } from 'kubernetes-models/v1';
import { containersOf, type MadePod, podsOf, variablesOf } from '../charts/pod.ts';
import { all } from '../charts/render.ts';
import type { Names } from './compare.ts';
import type { ContainerId } from './part.ts';

/** The variables of a container; empty if the container does not exist. */
export const variablesIn = (
  manifests: readonly Manifest[],
  { component, container }: ContainerId,
): Names => {
  const found = podsOf(manifests)
    .filter(
      ({ template }) => template.metadata?.labels?.['app.kubernetes.io/component'] === component,
    )
    .flatMap(containersOf)
    .find(({ name }) => name === container);
  return found === undefined ? {} : variablesOf(found);
};

/** The names of objects and their parts, as in the tables. */
export const objectsIn = (manifests: readonly Manifest[]): Names => {
  const names = [
    ...manifests.map(({ kind, metadata }) => withoutHash(`${kind} ${metadata.name}`)),
    ...all(manifests, 'Service').flatMap(({ metadata, spec }) => [
      ...(spec?.clusterIP === 'None' ? [`Service ${metadata.name}, headless`] : []),
      ...(spec?.ports ?? []).flatMap(({ name, port }) => [
        `Service ${metadata.name}, port ${port}`,
        `Service ${metadata.name}, port ${name} ${port}`,
      ]),
    ]),
    ...all(manifests, 'ConfigMap').flatMap(({ metadata, data }) =>
      Object.keys(data ?? {}).map((file) => `ConfigMap ${metadata.name}, file ${file}`),
    ),
    ...podsOf(manifests).flatMap(inPod),
  ];
  return Object.fromEntries(names.map((name) => [name, '']));
};

/** The name of a Job ends with a hash of its content. */
const withoutHash = (name: string): string => name.replace(/^(Job .*)-[0-9a-f]{10}$/, '$1-<hash>');

const inPod = (pod: MadePod): readonly string[] => {
  const { volumes = [], imagePullSecrets = [] } = pod.spec;
  return [
    ...containersOf(pod).flatMap((container) =>
      inContainer(withoutHash(pod.id), container, volumes),
    ),
    ...imagePullSecrets.map(({ name }) => `Secret ${name}`),
    ...volumes.flatMap(({ secret, projected }) => [
      ...(secret?.items ?? []).map(({ key }) => `Secret ${secret?.secretName}, key ${key}`),
      ...(projected?.sources ?? []).flatMap(({ secret }) =>
        (secret?.items ?? []).map(({ key }) => `Secret ${secret?.name}, key ${key}`),
      ),
    ]),
  ];
};

const inContainer = (
  pod: string,
  { name, ports = [], volumeMounts = [], env = [] }: IContainer,
  volumes: readonly IVolume[],
): readonly string[] => {
  const container = `${pod}, container ${name}`;
  return [
    container,
    ...ports.map((port) => `${container}, port ${port.name} ${port.containerPort}`),
    ...volumeMounts.map((mount) => {
      const volume = volumes.find((volume) => volume.name === mount.name);
      return `${container}, ${mount.mountPath} of ${volume === undefined ? 'nothing' : sourceOf(volume)}`;
    }),
    ...env.flatMap(({ valueFrom }) => {
      const secret = valueFrom?.secretKeyRef;
      return secret === undefined ? [] : [`Secret ${secret.name}, key ${secret.key}`];
    }),
  ];
};

const sourceOf = ({ persistentVolumeClaim, configMap, secret, hostPath }: IVolume): string => {
  if (persistentVolumeClaim !== undefined) return `claim ${persistentVolumeClaim.claimName}`;
  if (configMap !== undefined) return `ConfigMap ${configMap.name}`;
  if (secret !== undefined) return `Secret ${secret.secretName}`;
  return hostPath === undefined ? 'the pod' : 'the node';
};
