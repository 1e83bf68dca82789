import { misplaced, type RegistryValues, type Wrong, wrong } from './registry-arguments.ts';

/** Charts to bring into the store. */
export interface FetchRequest {
  readonly kind: 'fetch';
  readonly directories: readonly string[];
  /** Names of charts, or `all`, whose newest versions are looked for. */
  readonly update: readonly string[] | 'all';
  readonly plainHttp: boolean;
  /** A PEM file. */
  readonly caFile: string | undefined;
  readonly json: boolean;
}

/** The options that only `fetch` has. */
export const fetchOptions = { update: { type: 'string', multiple: true } } as const;

/** Gives `--update` a value where it stands alone: at the end, or before another option. */
export const withUpdate = (args: readonly string[]): string[] =>
  args.map((one, at) => {
    const next = args[at + 1];
    const isAlone = one === '--update' && (next === undefined || next.startsWith('-'));
    return isAlone ? '--update=' : one;
  });

export const fetchRequest = (
  directories: readonly string[],
  values: RegistryValues & { readonly update?: readonly string[] },
): FetchRequest | Wrong => {
  const { update = [], json, 'plain-http': plainHttp = false, 'ca-file': caFile, ...rest } = values;
  const unknown = misplaced(rest, []);
  if (unknown !== undefined) return wrong(`--${unknown} does not go with fetch`);
  return {
    kind: 'fetch',
    directories,
    update: update.includes('') ? 'all' : update,
    plainHttp,
    caFile,
    json,
  };
};
