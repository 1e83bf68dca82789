import { broken, RegistryFailure } from '../problem.ts';
import type { Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { listPages } from './list.ts';
import { absent } from './manifest.ts';
import { requestTo } from './registry.ts';

/**
 * Lists the tags of a repository, all pages of them.
 * @throws {RegistryFailure} Also if the registry does not have the repository.
 */
export const listTags = async (
  client: Client,
  repository: Repository,
): Promise<readonly string[]> => {
  const request = requestTo(client, repository, 'tags/list');
  const pages = await listPages(client, request);
  if (pages === undefined) throw new RegistryFailure(absent(request.target));
  return pages.flatMap((page) => {
    const { tags } = page as { readonly tags?: unknown };
    // A repository whose tags are all deleted has null.
    if (tags === null || tags === undefined) return [];
    if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string'))
      throw broken(
        request.target,
        `${repository.host} answers with something that is no list of tags`,
      );
    return tags;
  });
};
