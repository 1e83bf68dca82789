import type { Level } from './level.ts';
import { compareMetadata, type Metadata } from './metadata.ts';
import { compareObjects, type Renders } from './objects.ts';
import { levelOf, type Reason, reason, sorted } from './rules.ts';
import { compareValues, type Values } from './values.ts';

/** One version of a chart. */
export interface ChartContent {
  readonly metadata: Metadata;
  readonly values: Values;
  /** The text of each file of its package. */
  readonly files: Readonly<Record<string, string>>;
  readonly renders: Renders;
}

/** How much a chart changed, and why. */
export interface Comparison {
  readonly level: Level;
  readonly reasons: readonly Reason[];
}

/**
 * Compares two versions of a chart and says whether the next version is major, minor or patch, with the reasons in words.
 * Content that differs by nothing but the version itself is none.
 */
export const compareCharts = (before: ChartContent, after: ChartContent): Comparison => {
  const changed = changedFiles(before, after);
  const reasons = sorted([
    ...compareMetadata(before.metadata, after.metadata),
    ...(changed.length === 0 ? [] : compareValues(before.values, after.values)),
    ...(changed.length === 0 ? [] : compareObjects(before.renders, after.renders)),
  ]);
  const all = [...reasons, ...ofFiles(changed, reasons)];
  return { level: levelOf(all), reasons: all };
};

/** Chart.yaml has rules of its own, and the changelog is written with each version. */
const unread: ReadonlySet<string> = new Set(['Chart.yaml', 'CHANGELOG.md']);

/** The files that differ, apart from Chart.yaml and by more than the version of the chart. */
const changedFiles = (before: ChartContent, after: ChartContent): readonly string[] => {
  const [was, is] = [before.metadata.version ?? '', after.metadata.version ?? ''];
  const paths = new Set([...Object.keys(before.files), ...Object.keys(after.files)]);
  return [...paths].filter((path) => {
    const [old, now] = [before.files[path], after.files[path]];
    return !unread.has(path) && old !== now && old?.replaceAll(was, is) !== now;
  });
};

/** What the files say beside values and objects. */
const ofFiles = (changed: readonly string[], reasons: readonly Reason[]): readonly Reason[] => {
  const isTemplate = (path: string): boolean => path.startsWith('templates/');
  const isValues = (path: string): boolean => /^values[\w.]*\.(yaml|json)$/.test(path);
  const others = changed.filter((path) => !isTemplate(path) && !isValues(path));
  const hidden = changed.filter((path) => isTemplate(path) || isValues(path));
  return [
    ...(others.length > 0
      ? [reason('file-changed', `the content of ${listed(others)} differs`)]
      : []),
    ...(hidden.length > 0 && reasons.length === 0
      ? [
          reason(
            'file-changed',
            `the content of ${listed(hidden)} differs, and nothing that is rendered with the scenarios`,
          ),
        ]
      : []),
  ];
};

const listed = (paths: readonly string[]): string =>
  `${paths.slice(0, 4).join(', ')}${paths.length > 4 ? ` and ${paths.length - 4} more files` : ''}`;
