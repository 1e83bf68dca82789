import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Definition, memoize } from '@helm-charts/engine';
import { groupOf, listAt, schemasOf, stringAt, type Target } from '@helm-charts/kubernetes';
import type { JsonObject, Manifest } from '@helm-charts/types';
import { operatorDefinition } from '../flux-operator.ts';

/** Finds the CustomResourceDefinition of an object's kind. */
export type FindDefinition = (manifest: Manifest) => Definition | undefined;

/**
 * Finds the definitions that come with the sets of schemas of a target: those of Flux, cert-manager, Gateway API and others.
 * An object of a version that no definition has gets none, since the cluster may have another release of the project.
 */
export const knownDefinitions =
  (target: Target): FindDefinition =>
  (manifest) => {
    const group = groupOf(manifest);
    // The groups of Kubernetes with one word have no definitions.
    if (!group.includes('.')) return undefined;
    const version = manifest.apiVersion.slice(group.length + 1);
    const known = schemasOf(target)
      .map((set) => linesOf(set).get(`${group} ${manifest.kind}`))
      .find((line) => line !== undefined);
    if (known === undefined) return undefined;
    const { definition, versions } = read(known);
    return versions.includes(version) ? definition : undefined;
  };

/** The lines of a set, each a definition, by group and kind. */
const linesOf: (set: string) => ReadonlyMap<string, string> = memoize((set: string) => {
  const lock = createRequire(import.meta.url).resolve('@helm-charts/schemas/lock.json');
  // The sets of Kubernetes have no definitions.
  const file = join(dirname(lock), set, 'crds.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return new Map(
    lines.flatMap((line) => {
      const [, group, kind] = /"group":"([^"]+)","names":\{[^}]*?"kind":"([^"]+)"/.exec(line) ?? [];
      return group === undefined ? [] : [[`${group} ${kind}`, line] as const];
    }),
  );
});

const read = memoize((line: string) => {
  const { metadata, spec } = JSON.parse(line) as JsonObject;
  const isNotification = stringAt(spec, 'group') === 'notification.toolkit.fluxcd.io';
  return {
    definition: {
      name: stringAt(metadata, 'name') ?? '',
      text: isNotification ? operatorDefinition(line) : line,
    },
    versions: listAt(spec, 'versions').map((version) => stringAt(version, 'name')),
  };
});
