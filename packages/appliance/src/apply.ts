import { isDeepStrictEqual } from 'node:util';
import { type Manifest, manifestId } from '@helm-charts/types';
import type { LiveObject } from './api/object.ts';
import { make, type Session } from './session.ts';

/**
 * Applies an object where it is not there or differs; a second time writes nothing. What Flux applies is left to Flux, for the
 * repository may be of another version than this program.
 */
export const applyObject = async (session: Session, object: Manifest): Promise<void> => {
  const { api, say } = session;
  const what = manifestId(object);
  const before = await api.get(object);
  if (before === undefined) {
    await make(session, { action: 'create', what }, () => api.apply(object));
  } else if (appliedByFlux(before)) {
    say(`kept ${what}, which Flux applies`);
  } else if (isSame(before, await api.apply(object, true))) {
    say(`kept ${what}`);
  } else {
    await make(session, { action: 'change', what }, () => api.apply(object));
  }
};

/** kustomize-controller labels what it applies (internal/controller/kustomization_controller.go, `SetOwnerLabels`). */
const appliedByFlux = ({ metadata }: LiveObject): boolean =>
  metadata.labels?.['kustomize.toolkit.fluxcd.io/name'] !== undefined;

/** Whether a trial would change nothing; who wrote which field when is no change. */
const isSame = (before: LiveObject, after: LiveObject): boolean =>
  isDeepStrictEqual(comparable(before), comparable(after));

const comparable = ({ metadata, ...object }: LiveObject): object => {
  const { managedFields: _, resourceVersion: __, ...rest } = metadata;
  return { ...object, metadata: rest };
};
