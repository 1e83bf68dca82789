import type { FieldPath, ManifestDocument } from '@helm-charts/kubernetes';
import { listAt, stringAt, valueAt, writeYaml } from '@helm-charts/kubernetes';
import { type Manifest, printPosition } from '@helm-charts/types';
import type { LayerDocument } from '../build/layer.ts';
import type { Lookup } from '../lookup.ts';
import { withMetadata } from '../metadata.ts';
import type { Origin } from '../sources/origin.ts';
import { copyFrom } from './copy.ts';

/**
 * Changes an object as the Flux Operator does before it applies it: the owner labels, then `commonMetadata`, then the
 * data that an annotation copies.
 */
export const finishObject = (
  document: ManifestDocument,
  set: Manifest,
  setOrigin: Origin,
  lookup: Lookup,
): LayerDocument => {
  const { metadata, spec } = set;
  const labels = {
    'resourceset.fluxcd.controlplane.io/name': metadata.name,
    'resourceset.fluxcd.controlplane.io/namespace': metadata.namespace ?? 'default',
  };
  const common = (valueAt(spec, 'commonMetadata') ?? {}) as Parameters<typeof withMetadata>[1];
  const owned = withMetadata(withMetadata(document.manifest, { labels }), common);
  const manifest = copyFrom(owned, lookup);
  const origin = originIn(set, setOrigin, document.manifest);
  return {
    manifest,
    origin,
    source: printPosition(origin.at()),
    text: writeYaml(manifest, { isFolded: false }),
  };
};

/** The origin of an object is its template. */
const originIn = (set: Manifest, origin: Origin, object: Manifest): Origin => {
  const template = templateOf(set, object);
  return { ...origin, at: (path: FieldPath = []) => origin.at([...template, ...path]) };
};

const templateOf = ({ spec }: Manifest, { kind, metadata }: Manifest): FieldPath => {
  const steps = listAt(spec, 'steps');
  const places: readonly (readonly [FieldPath, unknown])[] = [
    [['spec'], spec],
    ...steps.map((step, index): [FieldPath, unknown] => [['spec', 'steps', index], step]),
  ];
  for (const [path, place] of places) {
    const index = listAt(place, 'resources').findIndex(
      (resource) =>
        stringAt(resource, 'kind') === kind &&
        isNameOf(stringAt(resource, 'metadata', 'name') ?? '', metadata.name),
    );
    if (index >= 0) return [...path, 'resources', index];
  }
  const [path] = places.find(([, place]) => stringAt(place, 'resourcesTemplate')) ?? [['spec']];
  return [...path, 'resourcesTemplate'];
};

/** Whether a template can make a name. */
const isNameOf = (template: string, name: string): boolean => {
  const parts = template.split(/<<.*?>>/s).map(escaped);
  return new RegExp(`^${parts.join('.*')}$`).test(name);
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
