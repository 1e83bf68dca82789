import { groupOf, type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import { type Finding, objectIdOf } from '@helm-charts/types';

/** Kinds from which a controller creates further objects, with the controller. */
const generators: Readonly<Record<string, string>> = {
  'argoproj.io Application': 'Argo CD',
  'argoproj.io ApplicationSet': 'Argo CD',
  'helm.cattle.io HelmChart': 'the Helm controller of K3s',
};

/** Reports the objects from which a controller creates further objects, since nothing of those is rendered. */
export const generatorFindings = (documents: readonly ManifestDocument[]): readonly Finding[] =>
  documents.flatMap(({ manifest, source }): Finding[] => {
    const controller = generators[`${groupOf(manifest)} ${manifest.kind}`];
    if (controller === undefined) return [];
    return [
      {
        rule: 'not-evaluated',
        severity: 'warning',
        object: objectIdOf(manifest),
        position: positionOf(source),
        message: `${controller} creates further objects from it in the cluster, and these are not rendered or checked`,
        unseen: { what: 'evaluated', reason: 'generator' },
      },
    ];
  });
