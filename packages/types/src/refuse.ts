/** Refuses a definition. Throws a TypeError with all its problems at once. */
export const refuse = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new TypeError(problems.join('; '));
};
