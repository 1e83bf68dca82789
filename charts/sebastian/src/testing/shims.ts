import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeProgram } from '@helm-charts/testing/shell';

/** A folder with programs that each do something of a test before they become the real one. */
export interface Shims {
  readonly folder: string;
  /** How many have been started. */
  count(): Promise<number>;
  /** Every command line with the environment that was given to the program, in order; only with `record`. */
  traces(): Promise<string>;
}

export interface ShimOptions {
  readonly programs: readonly string[];
  /** Ends the whole run, as a container ends, before the program of this number. */
  readonly killBefore?: number;
  /** Keeps what the machine gets to see of each program. */
  readonly record?: boolean;
  /** Shell commands before each program. */
  readonly before?: string;
}

export const makeShims = async (parent: string, options: ShimOptions): Promise<Shims> => {
  const folder = await mkdtemp(join(parent, 'shims-'));
  const [counter, traces] = [join(folder, 'count'), join(folder, 'traces')];
  await writeFile(counter, '0');
  await writeFile(traces, '');
  await Promise.all([chmod(folder, 0o755), chmod(counter, 0o666), chmod(traces, 0o666)]);
  for (const program of options.programs) {
    const file = join(folder, program);
    await writeProgram(file, shim(program, { counter, traces }, options));
  }
  return {
    folder,
    count: async () => Number(await readFile(counter, 'utf8')),
    traces: () => readFile(traces, 'utf8'),
  };
};

const shim = (
  program: string,
  { counter, traces }: { readonly counter: string; readonly traces: string },
  { killBefore = 0, record = false, before = '' }: ShimOptions,
): string => `#!/bin/sh
# What comes next in the path is the real one.
PATH=\${PATH#*:}
read -r count < ${counter}
echo $((count + 1)) > ${counter}
[ $((count + 1)) -ne ${killBefore} ] || kill -KILL 0
${record ? `{ echo ${program} "$@"; export -p; } >> ${traces}` : ''}
${before}
exec ${program} "$@"
`;
