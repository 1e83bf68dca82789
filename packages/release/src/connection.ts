import type { ClientOptions } from '@helm-charts/oci';

/** How to reach a registry. */
export interface ConnectionOptions {
  readonly plainHttp?: boolean;
  /** A PEM file with certificate authorities that are trusted, too. */
  readonly authorityFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const clientOptions = ({
  plainHttp = false,
  authorityFile,
  signal,
}: ConnectionOptions): ClientOptions => ({
  plainHttp,
  ...(authorityFile !== undefined && { authorityFile }),
  ...(signal !== undefined && { signal }),
});
