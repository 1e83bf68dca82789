import {
  type Finding,
  type Json,
  type Manifest,
  objectIdOf,
  type Position,
} from '@helm-charts/types';
import { isObject, stringAt } from './fields.ts';
import { writeYaml } from './write-yaml.ts';
import { parseYaml } from './yaml.ts';

/** A manifest with its YAML text and its source. */
export interface ManifestDocument {
  readonly manifest: Manifest;
  readonly text: string;
  /**
   * The path of the template from Helm's `# Source:` comment, else the source that the caller passed.
   */
  readonly source: string;
}

/** The manifests of a YAML stream, and findings for documents that could not be read. */
export interface ParsedManifests {
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Finding[];
}

/** What is known of a YAML stream. */
interface ParseOptions {
  /** The values of its documents, where another parser has read them. */
  readonly values?: readonly (Json | undefined)[] | undefined;
  /** Whether the hooks of Helm are post-rendered apart from other objects, so that both may have the same id. */
  readonly hooksAreApart?: boolean | undefined;
}

/**
 * Parses the manifests of a YAML stream with the requirements of kustomize, which Flux runs on every release
 * (helm-controller: internal/postrender/build.go): unique keys, an apiVersion, a kind and a name, and unique ids.
 * `source` is the name of the stream in findings. If Helm's `# Source:` comment names a template, `place` turns it
 * into a path. Line numbers count from the start of the stream. `values` are the values of the documents, if another
 * parser has read them; undefined for a document that it has not. An object with a key that is defined twice is an error and
 * has the last value, as in Helm and the API server (sigs.k8s.io/yaml, Unmarshal), so that references to it are found.
 * @example
 * const { documents, findings } = parseManifests(yaml, 'web.yaml');
 */
export const parseManifests = (
  text: string,
  source: string,
  place: (template: string) => string = (template) => template,
  { values = [], hooksAreApart = false }: ParseOptions = {},
): ParsedManifests => {
  const findings: Finding[] = [];
  const parts = splitDocuments(text);
  // A parser that splits the stream elsewhere has read other documents.
  const read = values.length === parts.length ? values : [];
  const documents = parts.flatMap((part, index): ManifestDocument[] => {
    const [, head = '', template] = /^\s*(# Source: (.+)\n)/.exec(part.text) ?? [];
    const where = template === undefined ? source : place(template);
    const report = (message: string) =>
      findings.push({ rule: 'manifest', severity: 'error', position: { file: where }, message });
    const known = read[index];
    const { value, findings: problems } =
      known === undefined
        ? parseYaml(part.text, undefined, lastKey)
        : { value: known, findings: [] };
    for (const { position, message, fix } of problems) {
      const line = lineAt(text, part.start) + (position?.line ?? 1) - 1;
      findings.push({
        rule: 'manifest',
        severity: 'error',
        position: { file: where },
        message: `line ${line} of the rendered output: ${message}`,
        ...(fix && { fix }),
      });
    }
    // Validators refuse a text with a key that is defined twice, which is reported here.
    const whole = (object: Manifest): string =>
      problems.length === 0 ? part.text : `${head}${writeYaml(object)}`;
    return (value === undefined ? [] : itemsOf(value)).flatMap((item) => {
      if (!isManifest(item)) {
        const missing = missingFields(item).join(', ');
        report(
          `line ${lineAt(text, part.start)} of the rendered output: the object has no ${missing}, so the API server rejects it`,
        );
        return [];
      }
      return [
        { manifest: item, text: item === value ? whole(item) : writeYaml(item), source: where },
      ];
    });
  });
  const groups = hooksAreApart
    ? [documents.filter(isHook), documents.filter((one) => !isHook(one))]
    : [documents];
  return { documents, findings: [...findings, ...groups.flatMap(duplicates)] };
};

const lastKey = { acceptsDuplicateKeys: true } as const;

const isHook = ({ manifest }: ManifestDocument): boolean =>
  manifest.metadata.annotations?.['helm.sh/hook'] !== undefined;

interface Part {
  readonly text: string;
  /** Where it begins in the stream. */
  readonly start: number;
}

/** In YAML, a line that starts with `---` ends a document, even inside quotes. */
const splitDocuments = (text: string): readonly Part[] => {
  const parts: Part[] = [];
  const add = (start: number, end: number) =>
    parts.push({ text: `${text.slice(start, end).trimEnd()}\n`, start });
  let start = 0;
  let at = text.startsWith('---') ? 0 : text.indexOf('\n---') + 1 || -1;
  while (at >= 0) {
    const after = at + '---'.length;
    if (after === text.length || /\s/.test(text[after] ?? '')) {
      add(start, Math.max(at - 1, 0));
      start = after;
    }
    at = text.indexOf('\n---', after) + 1 || -1;
  }
  add(start, text.length);
  return parts;
};

/** The number of the line at an offset of a text. */
const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/**
 * Returns nothing for an empty document, and the items of a List, since kustomize splits it
 * (api/resource/factory.go).
 */
const itemsOf = (value: Json): readonly unknown[] => {
  if (value === null) return [];
  const isList = stringAt(value, 'kind')?.endsWith('List') === true;
  if (!isList || !isObject(value) || !Array.isArray(value.items)) return [value];
  return value.items;
};

const required = [['apiVersion'], ['kind'], ['metadata', 'name']] as const;

/** Whether a value has the fields of every Kubernetes object. */
export const isManifest = (value: unknown): value is Manifest => missingFields(value).length === 0;

/** The required fields of Kubernetes objects that a value lacks. */
export const missingFields = (value: unknown): string[] =>
  required.filter((path) => !stringAt(value, ...path)).map((path) => path.join('.'));

/** Parses the source of a document, `file` or `file:line`, to a position. */
export const positionOf = (source: string): Position => {
  const [, file = source, line] = /^(.*):(\d+)$/.exec(source) ?? [];
  return { file, ...(line !== undefined && { line: Number(line) }) };
};

/** Ids are compared as in kustomize (kyaml/resid/resid.go): no namespace means the namespace `default`. */
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
        message: `the object is also in ${earlier}, and Flux rejects a release with a duplicate object`,
        fix: 'rename or remove one',
      },
    ];
  });
};
