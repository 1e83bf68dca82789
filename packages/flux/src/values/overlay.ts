import { isObject, parseYaml } from '@helm-charts/kubernetes';
import type { Checked, Finding, JsonObject } from '@helm-charts/types';

/** Returns the position of a line and column of a text, for findings. */
export type PlaceInText = (
  line: number,
  column: number,
) => Pick<Finding, 'object' | 'position' | 'input'>;

/**
 * Parses values as Helm does (helm: pkg/chart/common/values.go, ReadValues); an empty text means no
 * values. Unlike Helm, which silently uses the last of two equal keys, it reports duplicate keys: as
 * errors, or as warnings if they are accepted. Of several documents Helm reads the first one, and the others are a warning. `place` is the file of the text, or a function that returns the
 * position of a line.
 */
export const parseOverlay = (
  text: string,
  place: string | PlaceInText,
  options: { readonly acceptsDuplicateKeys?: boolean | undefined } = {},
): Checked<JsonObject> => {
  const { value, findings } = parseYaml(text, undefined, {
    ...options,
    acceptsMoreDocuments: true,
  });
  const placeOf: PlaceInText =
    typeof place === 'string'
      ? (line, column) => ({ position: { file: place, line, column } })
      : place;
  const placed = findings.map(
    ({ position, ...finding }): Finding => ({
      ...finding,
      rule: 'values',
      ...placeOf(position?.line ?? 1, position?.column ?? 1),
    }),
  );
  if (value === undefined) return { findings: placed };
  if (value === null) return { value: {}, findings: placed };
  if (isObject(value)) return { value, findings: placed };
  const message = 'values must be a YAML mapping, so Helm rejects them';
  return { findings: [{ rule: 'values', severity: 'error', ...placeOf(1, 1), message }] };
};
