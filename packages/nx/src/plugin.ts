import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { chartRoots, profileRoots } from '@helm-charts/pipeline/roots';
import { DependencyType } from 'nx/src/config/project-graph.js';
import type {
  CreateDependencies,
  CreateNodes,
  ProjectConfiguration,
  TargetConfiguration,
} from 'nx/src/devkit-exports.js';
import { isBuilt } from './api-server.ts';
import { foldersOf } from './folders.ts';

export { preTasksExecution } from './api-server.ts';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** Whether the plugin is used in another repository than its own. */
const isInstalled = /[\\/]node_modules[\\/]/.test(import.meta.dirname);

/** What every step reads besides its own project and what it imports: this plugin and the schemas. */
const shared: Inputs = [
  ...(isInstalled
    ? [{ externalDependencies: ['@helm-charts/nx'] }]
    : [{ input: 'default', projects: ['@helm-charts/nx'] }, 'schemas']),
  '^default',
  'customKinds',
  '{workspaceRoot}/helm-charts.config.ts',
];

/** What generation wrote, in this project and in the charts that a profile installs. */
const generated: Inputs = [{ dependentTasksOutputFiles: '**/*', transitive: true }];

/** Which program with the rules of the API server validates, and whether there is one. */
const apiServer: Inputs = [{ env: 'HELM_CHARTS_APISERVER' }, { env: isBuilt }];

const step = (
  name: string,
  inputs: Inputs,
  rest: Partial<TargetConfiguration> = {},
): TargetConfiguration => ({
  executor: '@helm-charts/nx:step',
  options: { step: name },
  cache: true,
  inputs: ['default', ...shared, ...inputs],
  outputs: [],
  ...rest,
});

const targets = (
  files: readonly string[],
  rendered: string,
  packed: string,
  generation: Partial<TargetConfiguration> = {},
): ProjectConfiguration['targets'] => ({
  generate: step('generate', [], {
    ...generation,
    outputs: files.map((file) => `{projectRoot}/${file}`),
    metadata: {
      description: 'Write the files that src/ defines. --check fails where one differs.',
    },
  }),
  'check-types': step('check-types', [], {
    metadata: { description: 'Check the types of the sources.' },
  }),
  drift: step('generate', [], {
    options: { step: 'generate', check: true },
    metadata: { description: 'Fail where a generated file is not what src/ defines.' },
  }),
  render: step('render', [...generated, ...apiServer], {
    dependsOn: ['generate', '^generate'],
    outputs: [
      `{workspaceRoot}/dist/render/${rendered}`,
      `{workspaceRoot}/dist/render/${rendered}-airgap`,
    ],
    metadata: { description: 'Render with helm and validate every manifest.' },
  }),
  package: step('package', [...generated, '{workspaceRoot}/release.lock.json'], {
    dependsOn: ['generate'],
    outputs: [`{workspaceRoot}/dist/release/${packed}`],
    metadata: { description: 'Pack into dist/release, the same bytes on any machine.' },
  }),
});

const chart = (name: string): ProjectConfiguration['targets'] => ({
  ...targets(
    [
      '.generated.json',
      '.helmignore',
      'Chart.yaml',
      'README.md',
      'templates',
      'values.overlay.schema.json',
      'values.schema.json',
      'values.yaml',
    ],
    `charts/${name}`,
    `charts/${name}`,
  ),
  lint: step('lint', generated, {
    dependsOn: ['generate'],
    metadata: { description: 'Run helm lint --strict with every scenario.' },
  }),
});

/** The network policies of a profile come from the generated charts. */
const afterCharts: Partial<TargetConfiguration> = {
  inputs: ['default', ...shared, ...generated],
  dependsOn: ['^generate'],
};

const profile = (name: string): ProjectConfiguration['targets'] =>
  targets(
    [
      '.generated.json',
      'kustomization.yaml',
      'airgap',
      'components',
      'flux',
      'network',
      'platform',
      'releases',
      'releases-airgap',
      'sources',
    ],
    name,
    `profiles/${name}`,
    afterCharts,
  );

/** A project for each chart and each profile, so that adding one needs no configuration. */
export const createNodes: CreateNodes = [
  '**/src/{chart,profile}.ts',
  async (files, _options, { workspaceRoot }) => {
    const config = await foldersOf(workspaceRoot);
    const charts = new Set(chartRoots(workspaceRoot, config));
    const profiles = new Set(profileRoots(workspaceRoot, config));
    return files.flatMap((file) => {
      const root = dirname(dirname(file));
      const isChart = file.endsWith('/chart.ts');
      if (!(isChart ? charts : profiles).has(root === '.' ? '' : root)) return [];
      const name = basename(join(workspaceRoot, root));
      const project = {
        namedInputs: { customKinds: [`{workspaceRoot}/${config.schemas ?? 'schemas'}/**/*`] },
        // A project with a package.json is named there.
        ...(!existsSync(join(workspaceRoot, root, 'package.json')) && { name }),
        tags: [isChart ? 'chart' : 'profile'],
        // The steps themselves are an input of every task.
        ...(isInstalled ? {} : { implicitDependencies: ['@helm-charts/nx'] }),
        // The one in the root is rendered into a folder of its kind.
        targets:
          (isChart ? chart : profile)(root !== '.' ? name : isChart ? 'chart' : 'profile') ?? {},
      };
      return [[file, { projects: { [root]: project } }] as const];
    });
  },
];

/**
 * A chart or profile depends on what the package.json of its sources lists under `dependencies`; what its tests alone use is under
 * `devDependencies`. The package lies in src/, where Helm takes it for no part of the chart, and where Nx doesn't look for the one of a project.
 */
export const createDependencies: CreateDependencies = (_options, context) => {
  const sources = Object.entries(context.projects).flatMap(([name, { root }]) => {
    const file = join(root, 'src/package.json');
    const path = join(context.workspaceRoot, file);
    return existsSync(path) ? [{ name, manifest: readJson(path) }] : [];
  });
  const byPackage = new Map([
    ...Object.entries(context.projects).map(
      ([name, { metadata }]) => [metadata?.js?.packageName, name] as const,
    ),
    ...sources.map(({ name, manifest }) => [manifest.name, name] as const),
  ]);
  return sources.flatMap(({ name: source, manifest }) =>
    Object.keys(manifest.dependencies ?? {}).flatMap((dependency) => {
      const target = byPackage.get(dependency);
      return target === undefined ? [] : [{ source, target, type: DependencyType.implicit }];
    }),
  );
};

/** What matters here of a package.json. */
interface PackageManifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const readJson = (path: string): PackageManifest =>
  JSON.parse(readFileSync(path, 'utf8')) as PackageManifest;
