/**
 * A function that works once for each key. What rejects is worked out again the next time it is
 * asked for.
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
