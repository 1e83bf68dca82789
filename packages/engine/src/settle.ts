/** Waits for all, also where some fail, so that no program runs on afterwards; then throws the first failure. */
export const settleAll = async <T>(works: readonly Promise<T>[]): Promise<readonly T[]> => {
  await Promise.allSettled(works);
  return Promise.all(works);
};
