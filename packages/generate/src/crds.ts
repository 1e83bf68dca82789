import type { ChartCrd, Finding } from '@helm-charts/types';
import { parseAllDocuments } from 'yaml';
import type { Sources } from './chart.ts';
import { yaml } from './yaml.ts';

/** The files of the folder `crds/` by path, and the findings for the definitions. */
interface CrdFiles {
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** Generates the files of a chart's CustomResourceDefinitions: an object in a file with its name, a file unchanged with the header. */
export const crdFiles = (
  crds: readonly ChartCrd[],
  header: string,
  read: Sources['read'],
): CrdFiles => {
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  const defined = new Set<string>();
  for (const crd of crds) {
    const source = typeof crd === 'string' ? `src/${crd}` : 'src/chart.ts';
    const text = typeof crd === 'string' ? read(crd) : yaml(crd);
    if (text === undefined) {
      const message = 'the chart lists this file in crds, but it does not exist';
      findings.push(problem(source, message, 'add it or correct its name'));
      continue;
    }
    const names = namesOf(text);
    for (const name of names) {
      if (name === undefined) {
        const message =
          'the file contains an object that is not a CustomResourceDefinition of apiextensions.k8s.io/v1, and Helm installs everything in crds/ without rendering it';
        findings.push(problem(source, message, 'move other objects to the manifests of the chart'));
      } else if (defined.has(name)) {
        const message = `CustomResourceDefinition ${name} is listed twice, so Helm would create it twice`;
        findings.push(problem(source, message, 'remove one of them from crds'));
      } else defined.add(name);
    }
    const path = typeof crd === 'string' ? (crd.split('/').at(-1) ?? crd) : `${names[0]}.yaml`;
    if (files.has(`crds/${path}`)) {
      const message = `two entries of crds are written to crds/${path}, so one overwrites the other`;
      findings.push(problem(source, message, 'rename one of the files'));
    }
    files.set(`crds/${path}`, `# ${header}\n${text.trimEnd()}\n`);
  }
  return { files, findings };
};

/** The name of each CustomResourceDefinition in a YAML stream; undefined for another object. */
const namesOf = (text: string): readonly (string | undefined)[] =>
  [parseAllDocuments(text)].flat().flatMap((document) => {
    const value: unknown = document.errors.length > 0 ? undefined : document.toJS();
    if (value === null) return [];
    return [isCrd(value) ? value.metadata.name : undefined];
  });

const isCrd = (value: unknown): value is { readonly metadata: { readonly name: string } } => {
  const { apiVersion, kind, metadata } = Object(value) as {
    readonly apiVersion?: unknown;
    readonly kind?: unknown;
    readonly metadata?: { readonly name?: unknown };
  };
  return (
    apiVersion === 'apiextensions.k8s.io/v1' &&
    kind === 'CustomResourceDefinition' &&
    typeof metadata?.name === 'string'
  );
};

const problem = (file: string, message: string, fix: string): Finding => ({
  rule: 'crds',
  severity: 'error',
  position: { file },
  message,
  fix,
});
