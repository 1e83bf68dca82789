import { groupOf, type ManifestDocument, stringAt } from '@helm-charts/kubernetes';
import type { Definition } from './ask.ts';

/** Returns the CustomResourceDefinition of an object's kind, if it is among these objects. */
export const definitionsAmong = (
  documents: readonly ManifestDocument[],
): ((document: ManifestDocument) => Definition | undefined) => {
  const definitions = new Map(
    documents
      .filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition')
      .map(({ manifest: { metadata, spec }, text }) => [
        `${stringAt(spec, 'group')} ${stringAt(spec, 'names', 'kind')}`,
        { name: metadata.name, text },
      ]),
  );
  return ({ manifest }) => definitions.get(`${groupOf(manifest)} ${manifest.kind}`);
};
