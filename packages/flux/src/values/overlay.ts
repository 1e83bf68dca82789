import type { Finding, JsonObject } from '@helm-charts/types';
import { isObject } from '../fields.ts';
import { parseYaml } from '../yaml.ts';

/** Values read from YAML, empty if there are findings. */
export interface ParsedOverlay {
  readonly values: JsonObject;
  readonly findings: readonly Finding[];
}

/**
 * Reads values as Helm does (helm: pkg/chart/common/values.go, ReadValues), where an empty text is
 * no values. Stricter than Helm, which takes the last of two equal keys in silence. `where` names
 * the text in findings: a file, to which `:line:column` is added, or a function of both.
 */
export const parseOverlay = (
  text: string,
  where: string | ((line: number, column: number) => string),
): ParsedOverlay => {
  const { value, problems } = parseYaml(text);
  const report = (line: number, column: number, message: string): Finding => ({
    rule: 'values',
    severity: 'error',
    where: typeof where === 'string' ? `${where}:${line}:${column}` : where(line, column),
    message: `${message}.`,
  });
  if (problems.length > 0) {
    return {
      values: {},
      findings: problems.map(({ line, column, message }) => report(line, column, message)),
    };
  }
  if (value === null) return { values: {}, findings: [] };
  if (isObject(value)) return { values: value, findings: [] };
  return { values: {}, findings: [report(1, 1, 'values must be a mapping from names to values')] };
};
