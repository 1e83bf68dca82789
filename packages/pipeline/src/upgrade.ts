import { enumerate } from '@helm-charts/check';
import type { Engine } from '@helm-charts/engine';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import { type Finding, fieldPath, keysOf, manifestId, objectIdOf } from '@helm-charts/types';
import type { UpgradedObject } from './api/updates.ts';
import { type Difference, differencesOf } from './differences.ts';
import type { InstalledRelease } from './releases.ts';

/** What an upgrade with the same values changes. */
export interface Upgrades {
  readonly findings: readonly Finding[];
  /** The objects that the upgrade changes. */
  readonly upgraded: readonly UpgradedObject[];
}

/**
 * Renders releases as upgrades, in a cluster that has their objects, and reports the objects that differ from those of the
 * installation. Hooks are left out, since most of them are for one of the two. The findings are hints: a chart may mean it.
 */
export const upgradesOf = async (
  releases: readonly InstalledRelease[],
  engine: Engine,
): Promise<Upgrades> => {
  const upgrades = await engine.render(
    releases.map(({ documents, text: _, varying: __, ...release }) => ({
      ...release,
      again: {
        objects: [
          ...(release.cluster?.objects ?? []),
          ...documents.map(({ manifest }) => manifest),
        ],
        isUpgrade: true,
      },
    })),
  );
  const all = releases.map((release, index): Upgrades => {
    const upgrade = upgrades[index];
    if (upgrade?.value === undefined) return { findings: upgrade?.findings ?? [], upgraded: [] };
    const [first, second] = [release.documents, upgrade.value.documents].map((documents) =>
      documents.filter((document) => !isHook(document)),
    );
    const differences = differencesOf(first ?? [], second ?? []);
    const changed = differences.filter(({ isIn }) => isIn === 'both');
    return {
      findings: differences.map((difference) => findingOf(difference, release.label)),
      upgraded: changed.flatMap(({ document: old }) => {
        const document = second?.find((one) => isSameObject(one, old));
        return document === undefined ? [] : [{ old, document, namespace: release.namespace }];
      }),
    };
  });
  return {
    findings: all.flatMap(({ findings }) => findings),
    upgraded: all.flatMap(({ upgraded }) => upgraded),
  };
};

const isSameObject = (a: ManifestDocument, b: ManifestDocument): boolean =>
  a.manifest.apiVersion === b.manifest.apiVersion &&
  manifestId(a.manifest) === manifestId(b.manifest);

const isHook = ({ manifest: { metadata } }: ManifestDocument): boolean =>
  metadata.annotations?.['helm.sh/hook'] !== undefined;

const findingOf = (
  { document: { manifest, source }, fields, isIn }: Difference,
  label: string,
): Finding => {
  const [pointer] = fields.length === 1 ? fields : [];
  const names = fields.map((field) => fieldPath(keysOf(field)));
  const messages = {
    both: `an upgrade changes ${pointer === undefined ? enumerate(names) : 'it'}, although the values are the same`,
    first: 'an upgrade deletes the object, although the values are the same',
    second: 'only an upgrade creates the object, so a new installation does not have it',
  };
  return {
    rule: 'upgrade-difference',
    severity: 'info',
    object: objectIdOf(manifest),
    ...(pointer !== undefined && { pointer }),
    position: { file: source },
    input: label,
    message: messages[isIn],
    fix: 'read .Release.IsInstall, .Release.IsUpgrade and .Release.Revision only in hooks, unless the difference is meant',
  };
};
