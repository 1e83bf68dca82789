import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type CreateDependencies,
  type CreateNodes,
  DependencyType,
  type ProjectConfiguration,
  type TargetConfiguration,
} from 'nx/src/devkit-exports.js';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** What every step reads besides its own project and what it imports: this plugin, the tools and the schemas. */
const shared: Inputs = [
  { input: 'default', projects: ['@helm-charts/nx'] },
  '^default',
  'tools',
  'schemas',
  '{workspaceRoot}/helm-charts.config.ts',
];

/** What generation wrote, in this project and in the charts that a profile installs. */
const generated: Inputs = [{ dependentTasksOutputFiles: '**/*', transitive: true }];

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

const targets = (files: readonly string[], rendered: string): ProjectConfiguration['targets'] => ({
  generate: step('generate', [], {
    outputs: files.map((file) => `{projectRoot}/${file}`),
    metadata: {
      description: 'Write the files that src/ defines. --check fails where one differs.',
    },
  }),
  drift: step('generate', [], {
    options: { step: 'generate', check: true },
    metadata: { description: 'Fail where a generated file is not what src/ defines.' },
  }),
  render: step('render', generated, {
    dependsOn: ['generate', '^generate'],
    outputs: [
      `{workspaceRoot}/dist/render/${rendered}`,
      `{workspaceRoot}/dist/render/${rendered}-airgap`,
    ],
    metadata: { description: 'Render with helm and validate every manifest.' },
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
  ),
  lint: step('lint', generated, {
    dependsOn: ['generate'],
    metadata: { description: 'Run helm lint --strict with every scenario.' },
  }),
});

const profile = (name: string): ProjectConfiguration['targets'] =>
  targets(
    [
      '.generated.json',
      'kustomization.yaml',
      'airgap',
      'components',
      'flux',
      'platform',
      'releases',
      'releases-airgap',
      'sources',
    ],
    name,
  );

/** A project for each chart and each profile, so that adding one needs no configuration. */
export const createNodes: CreateNodes = [
  '{charts/*/src/chart.ts,flux-profiles/*/src/profile.ts}',
  (files) =>
    files.map((file) => {
      const root = dirname(dirname(file));
      const name = basename(root);
      const isChart = file.endsWith('/chart.ts');
      const project = {
        name,
        tags: [isChart ? 'chart' : 'profile'],
        // The steps themselves are an input of every task.
        implicitDependencies: ['@helm-charts/nx'],
        targets: (isChart ? chart : profile)(name) ?? {},
      };
      return [file, { projects: { [root]: project } }] as const;
    }),
];

/** A chart or profile depends on the packages and charts that its sources import. */
export const createDependencies: CreateDependencies = (_options, context) => {
  const projects = Object.entries(context.projects);
  const byImport = new Map(
    projects.flatMap(([name, { root, metadata }]) => [
      [metadata?.js?.packageName ?? root, name] as const,
      [root.replace(/^charts\//, '#charts/'), name] as const,
    ]),
  );
  return Object.entries(context.filesToProcess.projectFileMap).flatMap(([source, files]) =>
    files
      .filter(({ file }) => /^(charts|flux-profiles)\/[^/]+\/src\/.*\.ts$/.test(file))
      .flatMap(({ file }) => {
        const text = readFileSync(join(context.workspaceRoot, file), 'utf8');
        const imports = [...text.matchAll(/from '((?:@[\w-]+|#charts)\/[\w-]+)'/g)];
        return imports.flatMap(([, name = '']) => {
          const target = byImport.get(name);
          return target === undefined || target === source
            ? []
            : [{ source, target, sourceFile: file, type: DependencyType.static }];
        });
      }),
  );
};
