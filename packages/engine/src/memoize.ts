/**
 * Returns a function that calls `work` once for each key. A rejected result is not kept: the next
 * call tries again.
 */
export const memoize = <Key, Result>(work: (key: Key) => Result): ((key: Key) => Result) => {
  const results = new Map<Key, Result>();
  return (key) => {
    if (results.has(key)) return results.get(key) as Result;
    const result = work(key);
    results.set(key, result);
    if (result instanceof Promise) result.catch(() => results.delete(key));
    return result;
  };
};
