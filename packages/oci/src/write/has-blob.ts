import { broken, RegistryFailure } from '../problem.ts';
import { requestTo, within } from '../read/registry.ts';
import type { Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { type Answer, type Exchange, headerOf } from '../transport/exchange.ts';
import { isPage, statusProblem } from '../transport/status-problem.ts';
import type { BlobSource } from './blob-source.ts';

/** Whether a repository has a blob. Only a definite 404 means that it does not. */
export const hasBlob = (
  client: Client,
  repository: Repository,
  { digest, size }: Pick<BlobSource, 'digest' | 'size'>,
): Promise<boolean> => {
  const request: Exchange = {
    ...requestTo(client, within(repository, { digest }), `blobs/${digest}`),
    method: 'HEAD',
    expect: [200, 404],
  };
  const { target } = request;
  return client.exchange(request, async (answer) => {
    refusePage(answer, request);
    if (answer.status === 404) return false;
    const length = headerOf(answer, 'content-length');
    if (length !== undefined && Number(length) !== size)
      throw broken(
        target,
        `${target.host} has ${length} bytes under this digest in place of ${size}`,
      );
    return true;
  });
};

const refusePage = (answer: Answer, { target }: Exchange): void => {
  const contentType = headerOf(answer, 'content-type');
  if (isPage({ contentType, body: '' }))
    throw new RegistryFailure(
      statusProblem({ status: answer.status, contentType, body: '' }, target),
    );
};
