/** Writes a line for the person who reads the log of the pod. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
