/** Observes which environment variables this process reads one by one. All together they are read for other programs only. */
export const observeVariables = (): ReadonlySet<string> => {
  const names = new Set<string>();
  const read = (name: string | symbol): void => {
    if (typeof name === 'string') names.add(name);
  };
  // A copy answers faster than the variables themselves, and libraries ask for some with every token that they read.
  process.env = new Proxy(
    { ...process.env },
    {
      get: (variables, name) => {
        read(name);
        return Reflect.get(variables, name);
      },
      has: (variables, name) => {
        read(name);
        return Reflect.has(variables, name);
      },
    },
  );
  return names;
};
