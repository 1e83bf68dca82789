import { credential } from '@helm-charts/types';
import type { Values } from '../values.ts';

/** Credentials with which the server and Hocuspocus authenticate to each other. */
export const collaboration = ({ secrets: { existingSecret, keys } }: Values) => ({
  AI_DOCUMENT_API_KEY: credential(existingSecret, keys.aiDocument),
  COLLAB_PERSIST_API_KEY: credential(existingSecret, keys.collaboration),
  HOCUSPOCUS_JWT_SECRET: credential(existingSecret, keys.hocuspocus),
});
