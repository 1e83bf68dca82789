import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** When a kind of Kubernetes is deprecated and removed; the numbers are minor versions. */
export interface Lifecycle {
  /** `policy/v1beta1/PodDisruptionBudget`. */
  readonly api: string;
  readonly deprecated: number;
  /** 0 if there is no plan to remove it. */
  readonly removed: number;
  /** The api to use instead; empty if Kubernetes names none. */
  readonly replacement: string;
}

/**
 * The kinds that are deprecated up to a minor version, from the Go module k8s.io/api: a file of each version says so, which mostly
 * is generated (k8s.io/code-generator prerelease-lifecycle-gen).
 */
export const readLifecycles = async (
  module: string,
  minor: number,
): Promise<readonly Lifecycle[]> => {
  const files = (await readdir(module, { recursive: true })).filter((file) =>
    /(zz_generated\.prerelease-lifecycle|lifecycle)\.go$/.test(file),
  );
  const read = await Promise.all(
    files.map(async (file) => {
      const register = await readFile(join(module, file, '../register.go'), 'utf8');
      const group = /^const GroupName = "(.*)"$/m.exec(register)?.[1] ?? '';
      const version = file.split(/[\\/]/).at(-2) ?? '';
      const apiVersion = group === '' ? version : `${group}/${version}`;
      return lifecyclesOf(await readFile(join(module, file), 'utf8'), apiVersion);
    }),
  );
  return read
    .flat()
    .filter(({ deprecated }) => deprecated > 0 && deprecated <= minor)
    .toSorted((a, b) => (a.api < b.api ? -1 : 1));
};

/** The kinds in such a file, without lists. */
export const lifecyclesOf = (go: string, apiVersion: string): readonly Lifecycle[] => {
  const numbers = (method: string): ReadonlyMap<string, number> => {
    const pattern = new RegExp(
      `^func \\(in \\*(\\w+)\\) APILifecycle${method}\\(\\) .*\\{\\n\\treturn \\d+, (\\d+)$`,
      'gm',
    );
    return new Map([...go.matchAll(pattern)].map(([, kind = '', minor]) => [kind, Number(minor)]));
  };
  const [deprecated, removed] = [numbers('Deprecated'), numbers('Removed')];
  const replacements = new Map(
    [...go.matchAll(replacement)].map(([, kind = '', group, version, other]) => [
      kind,
      `${group ? `${group}/` : ''}${version}/${other}`,
    ]),
  );
  return [...deprecated]
    .filter(([kind]) => !kind.endsWith('List'))
    .map(([kind, minor]) => ({
      api: `${apiVersion}/${kind}`,
      deprecated: minor,
      removed: removed.get(kind) ?? 0,
      replacement: replacements.get(kind) ?? '',
    }));
};

const replacement =
  /^func \(in \*(\w+)\) APILifecycleReplacement\(\) .*\{\n\treturn schema\.GroupVersionKind\{Group: "(.*)", Version: "(.*)", Kind: "(.*)"\}$/gm;
