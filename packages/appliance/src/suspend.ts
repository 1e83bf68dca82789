import { manifestId } from '@helm-charts/types';
import type { Reference } from './api/object.ts';
import { make, type Session } from './session.ts';

/** Suspends an object of Flux, or resumes it; what is so already, or is not there, is left alone. */
export const setSuspended = async (
  session: Session,
  of: Reference,
  isSuspended: boolean,
): Promise<void> => {
  const live = await session.api.get(of);
  const { suspend = false } = (live?.spec ?? {}) as { readonly suspend?: boolean };
  if (live === undefined || suspend === isSuspended) return;
  const detail = isSuspended ? 'suspended' : 'resumed';
  await make(session, { action: 'change', what: manifestId(of), detail }, () =>
    session.api.patch(of, { spec: { suspend: isSuspended } }),
  );
};
