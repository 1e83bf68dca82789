import { type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import { type Finding, objectIdOf, type UnseenReason } from '@helm-charts/types';

/** Marks objects that a validator did not validate. They are counted, and printed only if that is an error. */
export const unvalidated = (
  documents: readonly ManifestDocument[],
  reason: UnseenReason,
  message: string,
): readonly Finding[] =>
  documents.map(({ manifest, source }) => ({
    rule: 'not-validated',
    severity: 'info',
    object: objectIdOf(manifest),
    position: positionOf(source),
    message,
    unseen: { what: 'validated', reason },
  }));
