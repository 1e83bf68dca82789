import { type Finding, pointerOf } from '@helm-charts/types';

/**
 * Parses the violations of values.schema.json that helm lists, each with its value path
 * (`pool.size`, `hosts[0]`). The path of a value of a subchart starts with the name of the
 * subchart; `chartName` is the name of the chart itself. Alternatives that all fail are one
 * finding.
 */
export const schemaFindings = (said: string, chartName: string): Finding[] => {
  const findings: Finding[] = [];
  let prefix: readonly string[] = [];
  const lines = said.split('\n').slice(1);
  for (const [index, line] of lines.entries()) {
    const section = /^(\S+):$/.exec(line)?.[1];
    if (section !== undefined) prefix = section === chartName ? [] : [section];
    const violation = readViolation(line);
    if (violation === undefined || isWithinAlternatives(lines, index)) continue;
    const children = lines
      .slice(index + 1, endOfChildren(lines, index))
      .flatMap((child) => readViolation(child) ?? []);
    if (children.length === 0) findings.push(...explain(violation, prefix));
    else if (isAlternatives(violation.message)) {
      const message = children.map((child) => child.message).join(', or ');
      findings.push(...explain({ ...violation, message }, prefix));
    }
  }
  // Sorted, since the order of helm varies.
  return findings.sort(
    (a, b) => compare(a.pointer ?? '', b.pointer ?? '') || compare(a.message, b.message),
  );
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Violation {
  readonly indent: number;
  readonly path: readonly string[];
  readonly message: string;
}

const readViolation = (line: string): Violation | undefined => {
  const match = /^( *)- at '(.*?)': (.+)$/.exec(line);
  if (!match) return undefined;
  const [, indent = '', pointer = '', message = ''] = match;
  const path = pointer.split('/').slice(1);
  return {
    indent: indent.length,
    path: path.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
    message,
  };
};

const isAlternatives = (message: string): boolean => /^'(anyOf|oneOf)' failed/.test(message);

const indentAt = (lines: readonly string[], index: number): number =>
  readViolation(lines[index] ?? '')?.indent ?? -1;

const endOfChildren = (lines: readonly string[], index: number): number => {
  let end = index + 1;
  while (indentAt(lines, end) > indentAt(lines, index)) end += 1;
  return end;
};

const isWithinAlternatives = (lines: readonly string[], index: number): boolean => {
  let indent = indentAt(lines, index);
  for (let above = index - 1; above >= 0 && indent > 0; above -= 1) {
    const violation = readViolation(lines[above] ?? '');
    if (violation === undefined || violation.indent >= indent) continue;
    if (isAlternatives(violation.message)) return true;
    indent = violation.indent;
  }
  return false;
};

/** Helm adds `global` to the values of every subchart, so nobody has written it (helm: pkg/chart/common/util/coalesce.go). */
const globalOf = (prefix: readonly string[]): readonly [string, string] => [
  `the values.schema.json of the subchart ${prefix.join('.')} does not allow "global", which Helm adds to the values of every subchart, so Helm rejects the release`,
  'allow global in the schema of the subchart',
];

/** Each missing or unknown key is a separate finding with its own path. */
const explain = ({ path, message }: Violation, prefix: readonly string[]): Finding[] => {
  const at = (keys: readonly string[], text: string, fix?: string): Finding => ({
    rule: 'values',
    severity: 'error',
    pointer: pointerOf([...prefix, ...path, ...keys]),
    message: text,
    ...(fix && { fix }),
  });
  const keys = (list = '') => [...list.matchAll(/'(.*?)'(?:, |$)/g)].map(([, key = '']) => key);
  const unknown = /^additional properties (.+) not allowed$/.exec(message);
  if (unknown)
    return keys(unknown[1]).map((key) =>
      key === 'global' && path.length === 0 && prefix.length > 0
        ? at([key], ...globalOf(prefix))
        : at([key], 'the chart has no such value', 'correct the name or remove it'),
    );
  const missing = /^missing propert(?:y|ies) (.+)$/.exec(message);
  if (missing) return keys(missing[1]).map((key) => at([key], 'this value is required', 'set it'));
  // A rule about several values is a `const` with its message, not a value.
  const rule = path.length === 0 ? /^value must be '(.+?)\.?'$/.exec(message) : null;
  return [at([], rule?.[1] ?? message)];
};
