/**
 * Waits for all promises, even if some reject, so that no program keeps running.
 * @throws The first error.
 */
export const settleAll = async <T>(works: readonly Promise<T>[]): Promise<readonly T[]> => {
  await Promise.allSettled(works);
  return Promise.all(works);
};
