import { type Expression, type Finding, type JsonSchema, propertiesOf } from '@helm-charts/types';
import { placeOf, valuePointer } from './place.ts';
import { leaves } from './schema.ts';

type Include = Extract<Expression, { readonly kind: 'include' }>;
type Included = Extract<Expression, { readonly kind: 'file' | 'definition' }>;

/** The reads of a chart's templates from its values. */
export interface Reads {
  /** Records a read, and reports it if the chart does not declare the value. */
  readonly read: (expression: Expression, whole: boolean) => void;
  /** Reports a read of an undeclared value, without recording it. */
  readonly check: (expression: Expression) => void;
  readonly mark: (path: readonly string[]) => void;
  /** The values that no template reads. */
  readonly unread: () => readonly Finding[];
  /** The included plain files and helpers, in the order of their first use. */
  readonly included: ReadonlySet<Included>;
  /** The named templates of dependencies that are included. */
  readonly foreign: ReadonlySet<Include>;
  /** The chart names images. */
  readonly hasImages: () => boolean;
  /** Whether the chart generates Secrets. */
  readonly hasGenerated: () => boolean;
  /** Whether the chart renders templates in whole objects of its values. */
  readonly hasTemplates: () => boolean;
  readonly findings: Finding[];
}

/** Tracks the reads from a chart's values. */
export const reads = (values: JsonSchema): Reads => {
  const seen = new Set<string>();
  const included = new Set<Included>();
  const foreign = new Set<Include>();
  const findings: Finding[] = [];
  const kinds = new Set<Expression['kind']>();
  const check = (of: Expression): void => {
    if (of.kind === 'include') foreign.add(of);
    if (of.kind !== 'value' || (of.root === values && isDeclared(values, of.path))) return;
    findings.push({
      rule: 'undeclared-value',
      severity: 'error',
      pointer: valuePointer(of.path),
      message: 'a template reads this value, which the chart does not declare',
      fix: 'declare it in values.ts or correct its name',
    });
  };
  return {
    check,
    read: (of, whole) => {
      check(of);
      if (of.kind === 'file' || of.kind === 'definition') included.add(of);
      kinds.add(of.kind);
      const isKey = of.kind === 'variable' && of.variable.name === 'key';
      if (of.kind === 'value' || of.kind === 'variable')
        seen.add(`${placeOf(of).join('\0')}${whole && !isKey ? '' : '\0?'}`);
    },
    mark: (path) => seen.add(path.join('\0')),
    unread: () =>
      leaves(values)
        .filter(({ path, schema }) => !('x-read-by' in schema) && !isRead(seen, path))
        .map(({ path }) => ({
          rule: 'unused-value',
          severity: 'error' as const,
          pointer: valuePointer(path),
          message: 'no template reads this value',
          fix: 'use it, or remove it from values.ts',
        })),
    included,
    foreign,
    hasImages: () => kinds.has('image'),
    hasTemplates: () => kinds.has('templates'),
    hasGenerated: () => kinds.has('generated'),
    findings,
  };
};

/** A leaf is read by its name or with its parent object. A condition on the presence of an object does not read its members. */
const isRead = (seen: ReadonlySet<string>, path: readonly string[]): boolean =>
  seen.has('') ||
  seen.has(`${path.join('\0')}\0?`) ||
  path.some((_, at) => seen.has(path.slice(0, at + 1).join('\0')));

const isDeclared = (schema: JsonSchema, [key, ...rest]: readonly string[]): boolean => {
  if (key === undefined) return true;
  const member = propertiesOf(schema)?.[key];
  return member !== undefined && isDeclared(member, rest);
};
