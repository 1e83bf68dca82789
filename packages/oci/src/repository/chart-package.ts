import { problemOf, RegistryFailure } from '../problem.ts';
import { type Downloaded, downloadTo } from '../read/download.ts';
import type { Client } from '../transport/client.ts';
import type { ChartIndex, ChartVersion } from './chart-index.ts';

/**
 * Downloads the package of a chart from the first of its URLs into a file, and checks the digest if the index has one. Another host gets no credentials.
 * @throws {RegistryFailure} Also if the package has another digest, or more bytes than the maximum.
 */
export const downloadChart = async (
  client: Client,
  { repository }: ChartIndex,
  { name, version, digest, urls }: ChartVersion,
  file: string,
  maximum?: number,
): Promise<Downloaded> => {
  const target = { host: repository.host, name: `${repository.href} ${name} ${version}` };
  const [url] = urls;
  if (url === undefined)
    throw new RegistryFailure(
      problemOf(
        'broken',
        target,
        `the index.yaml of ${repository.host} has no URL of the package`,
        'use another version, or tell the operator of the repository',
      ),
    );
  return downloadTo(
    client,
    {
      target,
      url,
      origin: repository.origin,
      ...(digest !== undefined && { digest }),
      ...(maximum !== undefined && { maximum }),
    },
    file,
  );
};
