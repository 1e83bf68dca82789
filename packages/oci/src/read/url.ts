import type { Client } from '../transport/client.ts';
import { type Downloaded, downloadTo } from './download.ts';

export type { Downloaded } from './download.ts';

/**
 * Downloads what a URL names into a file, up to a number of bytes. The file exists only when it is complete.
 * @throws {RegistryFailure} Also if the content has more bytes.
 */
export const downloadUrl = (
  client: Client,
  url: URL,
  file: string,
  maximum: number,
): Promise<Downloaded> =>
  downloadTo(
    client,
    { target: { host: url.host, name: url.href }, url, origin: url.origin, maximum },
    file,
  );
