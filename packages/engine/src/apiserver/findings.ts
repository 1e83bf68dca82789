import { type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import { type Finding, objectIdOf } from '@helm-charts/types';
import { pointerIn } from './pointer.ts';
import type { Verdict } from './verdict.ts';

/** The findings of a verdict. An object of an unknown kind has none. */
export const findingsOf = (document: ManifestDocument, verdict: Verdict): readonly Finding[] => {
  const { manifest, source } = document;
  const finding = (severity: Finding['severity'], message: string, field = ''): Finding => ({
    rule: 'api',
    severity,
    object: objectIdOf(manifest),
    ...(field !== '' && { pointer: pointerIn(manifest, field) }),
    position: positionOf(source),
    message: firstLine(message),
  });
  switch (verdict.status) {
    case 'valid':
    case 'invalid': {
      const { errors = [], warnings = [], violations = [] } = verdict;
      return [
        ...errors.map(({ message, field }) => finding('error', message, field)),
        ...violations.map(({ mode, message }) =>
          finding(mode === 'enforce' ? 'error' : 'warning', message),
        ),
        ...warnings.map((text) => {
          const { field, message } = fieldOf(document, text);
          return finding('warning', message, field);
        }),
      ];
    }
    case 'malformed':
    case 'not-served':
      return [finding('error', verdict.message)];
    case 'unknown-kind':
      return [];
  }
};

/** Some messages go on with a difference of Go values or with the source of an expression. */
const firstLine = (message: string): string => message.replace(/\n.*$/s, '').replace(/\.$/, '');

/** A warning may begin with a field: `spec.ports[1]: duplicate port name`. */
const fieldOf = ({ manifest }: ManifestDocument, text: string) => {
  const [, field, root = '', message] = /^((\w+)[^\s:]*): (.+)$/s.exec(text) ?? [];
  return field === undefined || message === undefined || !Object.hasOwn(manifest, root)
    ? { message: text }
    : { field, message };
};
