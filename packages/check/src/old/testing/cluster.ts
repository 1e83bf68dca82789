import { type Cluster, type ClusterObject, model } from '@helm-charts/kubernetes';
import { type JsonObject, type Manifest, manifestId, printFinding } from '@helm-charts/types';
import { checkProfile } from '../../check.ts';
import type { CheckInput } from '../../context.ts';

import { core } from './core.ts';
import { fluxObjects, helmRelease } from './flux.ts';
import { pool, workflows } from './others.ts';

/** A profile before its objects are read. */
export interface Subject extends Omit<CheckInput, 'cluster'> {
  readonly cluster: Pick<Cluster, 'objects' | 'releases' | 'flux'>;
}

/** One thing that is changed of a subject. */
export type Change = (subject: Subject) => Subject;

const names = ['pool', 'core', 'workflows'];
const releases = names.map((name, index) => helmRelease(name, names.slice(0, index)));

/** An object that Flux applies itself. */
const beside = (manifest: Manifest): ClusterObject => ({
  manifest,
  position: { file: 'flux-profiles/site' },
});

/** Flux acts on it. */
const isFlux = ({ apiVersion }: Manifest): boolean => apiVersion.includes('.fluxcd.io/');

const applied = fluxObjects(releases).map(beside);

/** A small profile that breaks no rule. */
export const good: Subject = {
  cluster: {
    objects: [...applied, ...pool, ...core, ...workflows],
    flux: applied.map(({ manifest }) => manifest).filter(isFlux),
    releases: releases.map((release, index) => ({
      name: release.metadata.name,
      namespace: 'msp',
      helmRelease: release,
      chartDirectory: `/charts/${release.metadata.name}`,
      values: {},
      dependsOn: names.slice(0, index),
    })),
  },
  expects: {},
  secrets: [
    { name: 'db', keys: ['DB_PASSWORD_SERVER', 'DB_PASSWORD_SUPERUSER'] },
    { name: 'app', keys: ['NEXTAUTH_SECRET'] },
  ],
  dataClaims: [{ name: 'db-data', secrets: ['db', 'app'] }],
  charts: names.map((name) => ({
    directory: `/charts/${name}`,
    path: `charts/${name}`,
    files: {
      'Chart.yaml': `name: ${name}\nversion: 1.0.0\n`,
      'templates/all.yaml': 'replicas: {{ .Values.replicas }}\n',
    },
  })),
};

/** Reads the objects of a profile. */
export const inputOf = (subject: Subject): CheckInput => ({
  ...subject,
  cluster: { ...subject.cluster, ...model(subject.cluster.objects) },
});

/** What a rule finds in the good profile after changes, as lines. */
export const findings = (rule: string, ...changes: readonly Change[]): readonly string[] =>
  checkProfile(inputOf(changes.reduce((subject, change) => change(subject), good)), [])
    .filter((finding) => finding.rule === rule)
    .map(printFinding);

/**
 * Sets a field of an object, which is named as in findings: `set('Deployment msp/web', 'spec.replicas', 2)`. A number in
 * the path is the place in a list; undefined takes the field away. A key with dots in it is a path of several texts.
 */
export const set =
  (id: string, path: string | readonly string[], value: unknown): Change =>
  (subject) => {
    const keys = typeof path === 'string' ? path.split('.') : path;
    let isFound = false;
    const edit = (manifest: Manifest): Manifest => {
      if (manifestId(manifest) !== id) return manifest;
      isFound = true;
      return replaced(manifest, keys, value) as Manifest;
    };
    const { cluster } = subject;
    const flux = cluster.flux.map(edit);
    const changed = {
      ...cluster,
      objects: cluster.objects.map((object) => ({ ...object, manifest: edit(object.manifest) })),
      flux,
      releases: cluster.releases.map((release) => ({
        ...release,
        helmRelease:
          flux.find((one) => manifestId(one) === manifestId(release.helmRelease)) ??
          release.helmRelease,
      })),
    };
    if (!isFound) throw new Error(`there is no ${id} in the good cluster`);
    return { ...subject, cluster: changed };
  };

/** Gives a release other values. */
export const valued =
  (name: string, values: JsonObject): Change =>
  (subject) => ({
    ...subject,
    cluster: {
      ...subject.cluster,
      releases: subject.cluster.releases.map((release) =>
        release.name === name ? { ...release, values } : release,
      ),
    },
  });

const replaced = (node: unknown, [key, ...rest]: readonly string[], value: unknown): unknown => {
  if (key === undefined) return value;
  if (Array.isArray(node)) return node.with(Number(key), replaced(node[Number(key)], rest, value));
  const fields = (node ?? {}) as Readonly<Record<string, unknown>>;
  const { [key]: old, ...others } = fields;
  const child = replaced(old, rest, value);
  return child === undefined ? others : { ...fields, [key]: child };
};
