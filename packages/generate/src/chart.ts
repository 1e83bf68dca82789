import type { Chart, Checked, Finding, Position } from '@helm-charts/types';
import { chartYaml, header } from './chart-yaml.ts';
import { checkManifests } from './check/check.ts';
import type { CustomSchemas } from './check/schema.ts';
import { crdFiles } from './crds.ts';
import { dependencyProblems } from './dependency-problems.ts';
import { includeProblems } from './include-problems.ts';
import { metadataProblems } from './metadata.ts';
import { unportable } from './portable.ts';
import { readme } from './readme.ts';
import { renamedProblems } from './renamed.ts';
import { type Definitions, mergedSchema, overlaySchema } from './schema.ts';
import { absentFile, templates } from './templates.ts';
import { valuesYaml } from './values.ts';

/** A file to be written: its path below the chart or profile, and its content. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** The inputs of the generation besides the chart definition. */
export interface Sources {
  /** Reads a plain file beside the chart's sources, for instance `server.ini`; undefined if it does not exist. */
  readonly read: (path: string) => string | undefined;
  /** The schema definitions of Kubernetes types that values refer to. */
  readonly definitions: Definitions;
  /** Returns the strict schema of a custom kind by apiVersion and kind; undefined if it was not added. */
  readonly kinds?: CustomSchemas;
  /** The named templates that dependencies define; includes are not checked unless given. */
  readonly foreignTemplates?: ReadonlySet<string> | undefined;
  /** Finds the line and column of the chart's sources in the stack of an error; they are not said unless given. */
  readonly locate?: (origin: Error) => Position | undefined;
}

/**
 * Generates all files of a Helm chart, sorted by path. The same definition always gives the same bytes. Findings report, among others,
 * values that no template reads, reads of undeclared values and unfilled holes. Their file paths are relative to the chart's directory. A
 * pointer without a file is a path in the chart's values.
 */
export const generateChart = (
  chart: Chart,
  {
    read,
    definitions,
    kinds = () => undefined,
    foreignTemplates,
    locate = () => undefined,
  }: Sources,
): Checked<readonly GeneratedFile[]> => {
  const { schema } = chart.values;
  const emitted = templates(chart, header, read);
  const crds = crdFiles(chart.crds ?? [], header, read);
  const findings: readonly Finding[] = [
    ...metadataProblems(chart),
    ...dependencyProblems(chart),
    ...crds.findings,
    ...unportable(schema, definitions),
    ...checkManifests(chart, { definitions, kinds }, locate),
    ...renamedProblems(schema),
    ...includeProblems(emitted, foreignTemplates, locate),
    ...emitted.findings,
    // A file that is absent could read any value.
    ...(emitted.findings.some(({ rule }) => rule === absentFile) ? [] : emitted.reads.unread()),
  ];
  if (findings.length > 0) return { findings: deduplicate(findings) };
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  const files = new Map([
    [
      '.helmignore',
      `# ${header}\nsrc/\ndist/\nci/\n.helmignore\n.generated.json\nvalues.overlay.schema.json\n*.test.ts\n.git/\n.DS_Store\n*.swp\n*.tmp\n`,
    ],
    ['Chart.yaml', chartYaml(chart)],
    ['README.md', readme(chart)],
    [
      'values.overlay.schema.json',
      json({ $comment: header, ...overlaySchema(schema, definitions) }),
    ],
    [
      'values.schema.json',
      json({ $comment: header, ...mergedSchema(schema, chart.rules, definitions) }),
    ],
    ['values.yaml', valuesYaml(schema, header)],
    ...emitted.files,
    ...crds.files,
  ]);
  const value = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => ({ path, content }));
  return { value, findings: [] };
};

const deduplicate = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];
