import {
  type Finding,
  type Json,
  type Manifest,
  objectIdOf,
  type Position,
} from '@helm-charts/types';
import { stringify } from 'yaml';
import { isObject, stringAt } from './fields.ts';
import { parseYaml } from './yaml.ts';

/** A manifest, the YAML that it was read from, and where that came from. */
export interface ManifestDocument {
  readonly manifest: Manifest;
  readonly text: string;
  /**
   * The path of the template, if a `# Source:` comment of Helm's names one, else what the caller
   * says.
   */
  readonly source: string;
}

/** The manifests of a YAML stream, and what kept others from being read. */
export interface ParsedManifests {
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Finding[];
}

/**
 * Reads the manifests of a YAML stream under the demands of kustomize, which Flux runs over every
 * release (helm-controller: internal/postrender/build.go): unique keys, an apiVersion, a kind and a
 * name, and every id once. `source` names the stream in findings unless Helm's comment names a
 * template, which `place` turns into a path. Lines count within the whole stream.
 */
export const parseManifests = (
  text: string,
  source: string,
  place: (template: string) => string = (template) => template,
): ParsedManifests => {
  const findings: Finding[] = [];
  const documents = splitDocuments(text).flatMap((part): ManifestDocument[] => {
    const template = /^\s*# Source: (.+)/.exec(part.text)?.[1];
    const where = template === undefined ? source : place(template);
    const report = (message: string) =>
      findings.push({ rule: 'manifest', severity: 'error', position: { file: where }, message });
    const { value, findings: problems } = parseYaml(part.text);
    for (const { position, message, fix } of problems) {
      const line = part.line + (position?.line ?? 1) - 1;
      findings.push({
        rule: 'manifest',
        severity: 'error',
        position: { file: where },
        message: `line ${line} of what it renders: ${message}`,
        ...(fix && { fix }),
      });
    }
    return (value === undefined ? [] : itemsOf(value)).flatMap((item) => {
      if (!isManifest(item)) {
        const missing = missingFields(item).join(', ');
        report(`line ${part.line} of what it renders: an object without ${missing}`);
        return [];
      }
      const itemText = item === value ? part.text : stringify(item, { version: '1.1' });
      return [{ manifest: item, text: itemText, source: where }];
    });
  });
  return { documents, findings: [...findings, ...duplicates(documents)] };
};

interface Part {
  readonly text: string;
  /** Of its first line in the stream. */
  readonly line: number;
}

/** A line that begins with `---` ends a document everywhere in YAML, even within quotes. */
const splitDocuments = (text: string): Part[] => {
  const parts: { lines: string[]; line: number }[] = [{ lines: [], line: 1 }];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^---(\s|$)/.test(line)) parts.push({ lines: [line.slice(3)], line: index + 1 });
    else parts.at(-1)?.lines.push(line);
  }
  return parts.map(({ lines, line }) => ({ text: lines.join('\n').replace(/\s*$/, '\n'), line }));
};

/**
 * Nothing for an empty document, and the items of a List, which kustomize takes apart
 * (api/resource/factory.go).
 */
const itemsOf = (value: Json): readonly unknown[] => {
  if (value === null) return [];
  const isList = stringAt(value, 'kind')?.endsWith('List') === true;
  if (!isList || !isObject(value) || !Array.isArray(value.items)) return [value];
  return value.items;
};

const required = [['apiVersion'], ['kind'], ['metadata', 'name']] as const;

/** Whether a value has what every Kubernetes object has. */
export const isManifest = (value: unknown): value is Manifest => missingFields(value).length === 0;

/** The fields that every Kubernetes object has and this value lacks. */
export const missingFields = (value: unknown): string[] =>
  required.filter((path) => !stringAt(value, ...path)).map((path) => path.join('.'));

/** The place that the source of a document names: `file` or `file:line`. */
export const positionOf = (source: string): Position => {
  const [, file = source, line] = /^(.*):(\d+)$/.exec(source) ?? [];
  return { file, ...(line !== undefined && { line: Number(line) }) };
};

/** Ids compare as in kustomize (kyaml/resid/resid.go): no namespace is the namespace `default`. */
const duplicates = (documents: readonly ManifestDocument[]): Finding[] => {
  const first = new Map<string, string>();
  return documents.flatMap(({ manifest, source }): Finding[] => {
    const { apiVersion, kind, metadata } = manifest;
    const id = [apiVersion, kind, metadata.namespace || 'default', metadata.name].join(' ');
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, source);
      return [];
    }
    return [
      {
        rule: 'duplicate',
        severity: 'error',
        position: { file: source },
        object: objectIdOf(manifest),
        message: `it is already in ${earlier}, and Flux refuses a release with an object twice`,
        fix: 'rename or remove one',
      },
    ];
  });
};
