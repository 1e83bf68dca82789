import {
  defaultTarget,
  type ManifestDocument,
  positionOf,
  type Target,
} from '@helm-charts/kubernetes';
import { type Finding, objectIdOf, type UnseenReason } from '@helm-charts/types';
import type { Unvalidated } from '../api/validate.ts';

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

/**
 * Marks objects that the rules of the API server were not applied to. Not counted are parts of objects, which the API server never
 * sees alone, and kinds without a definition, which count if they have no schema either.
 */
export const withoutApiServer = (objects: readonly Unvalidated[]): readonly Finding[] =>
  objects.flatMap(({ object, position, reason, fix }): Finding[] => {
    if (reason === 'part' || reason === 'no-definition') return [];
    const message =
      reason === 'not-built'
        ? 'it is not validated by the rules of the API server, whose program is missing'
        : 'it is not validated by the rules of the API server, since it has values that are not known';
    return [
      {
        rule: 'not-validated',
        severity: 'info',
        object,
        position,
        message,
        ...(fix !== undefined && { fix }),
        unseen: { what: 'validated', reason: 'api-server' },
      },
    ];
  });

/** Says that the rules of the API server were those of another version of Kubernetes than the target. */
export const withOtherApiServer = (
  fix: string | undefined,
  { kubernetes: { name } }: Target,
): readonly Finding[] =>
  fix === undefined
    ? []
    : [
        {
          rule: 'not-validated',
          severity: 'info',
          input: `Kubernetes ${name}`,
          message: `objects are validated by the rules of the API server of Kubernetes ${defaultTarget.kubernetes.name}, since the program with those of ${name} is missing`,
          fix,
          unseen: { what: 'validated', reason: 'api-server-version' },
        },
      ];
