import { isObject, parseYaml } from '@helm-charts/kubernetes';
import type { Checked, Finding, JsonObject } from '@helm-charts/types';

/** How findings name a line and a column of a text. */
export type PlaceInText = (
  line: number,
  column: number,
) => Pick<Finding, 'object' | 'position' | 'input'>;

/**
 * Reads values as Helm does (helm: pkg/chart/common/values.go, ReadValues), where an empty text is
 * no values. Stricter than Helm, which takes the last of two equal keys in silence. `place` is the
 * file of the text, or says where a line of it is.
 */
export const parseOverlay = (text: string, place: string | PlaceInText): Checked<JsonObject> => {
  const { value, findings } = parseYaml(text);
  const placeOf: PlaceInText =
    typeof place === 'string'
      ? (line, column) => ({ position: { file: place, line, column } })
      : place;
  if (value === undefined) {
    return {
      findings: findings.map(({ position, ...finding }) => ({
        ...finding,
        rule: 'values',
        ...placeOf(position?.line ?? 1, position?.column ?? 1),
      })),
    };
  }
  if (value === null) return { value: {}, findings: [] };
  if (isObject(value)) return { value, findings: [] };
  const message = 'values must be a mapping from names to values';
  return { findings: [{ rule: 'values', severity: 'error', ...placeOf(1, 1), message }] };
};
