import { type Manifest, manifestId } from '@helm-charts/types';
import type { LiveObject } from '../api/object.ts';
import { make, type Session } from '../session.ts';

/** Writes a Secret. Server-side apply would replace what another client has written since the Secret was read. */
export const writeSecret = async (session: Session, object: Manifest): Promise<void> => {
  const { api } = session;
  const what = manifestId(object);
  const { resourceVersion } = object.metadata as LiveObject['metadata'];
  const isWritten =
    resourceVersion === undefined
      ? await make(session, { action: 'create', what }, () => api.create(object))
      : await make(session, { action: 'change', what }, () =>
          api.patch(object, { metadata: { resourceVersion }, data: object.data }),
        );
  if (!isWritten) session.say(`kept ${what}, which another client has changed`);
};
