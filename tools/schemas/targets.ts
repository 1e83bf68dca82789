import type { MadeSet } from './make.ts';

/** The TypeScript files that say what a version of Kubernetes or Flux serves, by their path in packages/kubernetes/src/target. */
export const targetFiles = (sets: readonly MadeSet[]): Readonly<Record<string, string>> => {
  const versioned = sets.filter(({ name }) => /^(kubernetes|flux)-\d/.test(name));
  const files = versioned.map((set) => [
    `${set.name}.ts`,
    set.name.startsWith('flux') ? fluxFile(set) : kubernetesFile(set),
  ]);
  const others = sets.filter((set) => !versioned.includes(set)).map(({ name }) => name);
  return { ...Object.fromEntries(files), 'versions.ts': versionsFile(versioned, others) };
};

const kubernetesFile = ({ name, locked, apis, lifecycles }: MadeSet): string => {
  const version = locked.sources['k8s.io/kubernetes']?.version.slice(1) ?? '';
  return `${made}import type { KubernetesVersion } from './target.ts';

/**
 * Kubernetes ${version}: the APIs that it serves with default settings (k8s.io/kubernetes api/discovery), and its deprecated kinds
 * (k8s.io/api zz_generated.prerelease-lifecycle.go).
 */
export const ${identifier(name)}: KubernetesVersion = {
  name: '${name.replace(/^.*-/, '')}',
  version: '${version}',
  schemas: '${name}',
  apis: ${list(apis)},
  lifecycles: ${list(lifecycles)},
};
`;
};

const fluxFile = ({ name, locked, apis, deprecated, requires }: MadeSet): string => {
  const minor = name.replace(/^.*-/, '');
  const components = Object.entries(locked.sources).map(([module, { version }]) => [
    /^github\.com\/fluxcd\/([^/]+)/.exec(module)?.[1] ?? module,
    version.slice(1),
  ]);
  return `${made}import type { FluxVersion } from './target.ts';

/** Flux ${minor}: the versions of its controllers and of the programs in them (their go.mod), and the APIs that it serves. */
export const ${identifier(name)}: FluxVersion = {
  name: '${minor}',
  schemas: '${name}',
  components: {
${components.map(([component, version]) => `    '${component}': '${version}',\n`).join('')}  },
  helm: '${requires['helm.sh/helm/v4'] ?? ''}',
  kustomize: '${requires['sigs.k8s.io/kustomize/api'] ?? ''}',
  apis: ${list(apis)},
  deprecated: ${list(deprecated)},
};
`;
};

const versionsFile = (versioned: readonly MadeSet[], others: readonly string[]): string => {
  const names = versioned.map(({ name }) => name).toSorted(byVersion);
  const of = (family: string) =>
    names
      .filter((name) => name.startsWith(family))
      .map(identifier)
      .join(', ');
  return `${made}${names.map((name) => `import { ${identifier(name)} } from './${name}.ts';\n`).join('')}import type { FluxVersion, KubernetesVersion } from './target.ts';

/** The versions of Kubernetes with schemas, oldest first. */
export const kubernetesVersions: readonly KubernetesVersion[] = [${of('kubernetes')}];

/** The versions of Flux with schemas, oldest first. */
export const fluxVersions: readonly FluxVersion[] = [${of('flux')}];

/** The sets of schemas of what others add to a cluster; they hold for every version. */
export const commonSchemas: readonly string[] = ${list(others.toSorted(), '')};
`;
};

const made = '// Made by tools/schemas/update.ts.\n';

/** `kubernetes-1.36` as a name in TypeScript: `kubernetes136`. */
const identifier = (name: string): string => name.replace(/[-.]/g, '');

/** A list in the layout of the formatter. */
const list = (items: readonly (string | object)[], indent = '  '): string => {
  const line = `[${items.map(literal).join(', ')}]`;
  if (items.length === 0 || (line.length < 60 && items.length < 4)) return line;
  return `[\n${items.map((item) => `${indent}  ${literal(item)},\n`).join('')}${indent}]`;
};

const literal = (item: string | object): string =>
  typeof item === 'string'
    ? `'${item}'`
    : `{ ${Object.entries(item)
        .map(([key, value]) => `${key}: ${typeof value === 'number' ? value : `'${value}'`}`)
        .join(', ')} }`;

const byVersion = (a: string, b: string): number => {
  const [family = '', other = ''] = [a, b].map((name) => name.replace(/-.*/, ''));
  const minor = (name: string) => Number(/\d+$/.exec(name)?.[0]);
  return family === other ? minor(a) - minor(b) : family < other ? -1 : 1;
};
