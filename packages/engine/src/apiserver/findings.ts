import { isObject, type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import { type Finding, objectIdOf, pointerOf } from '@helm-charts/types';
import { pointerIn } from './pointer.ts';
import { remedyOf, type Verb } from './remedy.ts';
import type { Cause, Verdict } from './verdict.ts';

/** What a finding has besides its message. */
interface More {
  readonly rule?: string;
  /** As the API server writes it. */
  readonly field?: string | undefined;
  readonly fix?: string | undefined;
}

/** The findings of a verdict. An object of an unknown kind has none. */
export const findingsOf = (
  document: ManifestDocument,
  verdict: Verdict,
  verb: Verb = 'create',
): readonly Finding[] => {
  const { manifest, source } = document;
  const finding = (
    severity: Finding['severity'],
    message: string,
    { rule = 'api', field = '', fix }: More,
  ): Finding => ({
    rule,
    severity,
    object: objectIdOf(manifest),
    ...(field !== '' && { pointer: pointerIn(manifest, field) }),
    position: positionOf(source),
    message: firstLine(message),
    ...(fix && { fix }),
  });
  switch (verdict.status) {
    case 'valid':
    case 'invalid': {
      const { errors = [], warnings = [], violations = [] } = verdict;
      return [
        ...errors.flatMap((cause) => {
          const { message, field, type } = cause;
          // The API server takes it, and a controller of Flux does not.
          const rule = type === 'UnusableExpression' ? 'expression' : undefined;
          const one = finding('error', message, {
            field,
            fix: remedyOf(cause, verb),
            ...(rule && { rule }),
          });
          return isUndecoded(cause) ? undecoded(document, one) : [one];
        }),
        ...violations.map(({ mode, message }) =>
          finding(mode === 'enforce' ? 'error' : 'warning', message, {
            rule: 'pod-security',
            fix: `change the pod, or the label pod-security.kubernetes.io/${mode} of the Namespace`,
          }),
        ),
        ...warnings.map((text) => {
          const { field, message } = fieldOf(document, text);
          return finding('warning', message, { field });
        }),
      ];
    }
    case 'malformed':
    case 'not-served':
      return [finding('error', verdict.message, {})];
    case 'unknown-kind':
      return [];
  }
};

/** The start of the message about an object that the API server can't read. It names one field only, and the schema of the kind names all. */
export const undecodable = 'the API server cannot decode the object';

const isUndecoded = ({ type }: Cause): boolean => type === 'FieldValueTypeInvalid';

/** The decoder names no value that is not in base64, so they are looked for. */
const undecoded = ({ manifest }: ManifestDocument, finding: Finding): readonly Finding[] => {
  const values = finding.message.startsWith('illegal base64')
    ? ['data', 'binaryData'].flatMap((field) => notEncoded(manifest, field))
    : [];
  if (values.length === 0)
    return [{ ...finding, message: `${undecodable}: ${inWords(finding.message)}` }];
  return values.map((keys) => ({
    ...finding,
    pointer: pointerOf(keys),
    message: 'the value is not base64, so the API server cannot decode the object',
    fix: 'encode it with base64, or move a text to stringData of a Secret or data of a ConfigMap',
  }));
};

const notEncoded = (manifest: ManifestDocument['manifest'], field: string) => {
  const data = manifest[field];
  if (!isObject(data) || (field === 'data' && manifest.kind !== 'Secret')) return [];
  return Object.entries(data)
    .filter(([, value]) => typeof value === 'string' && !isBase64(value))
    .map(([key]) => [field, key]);
};

/** As encoding/base64 of Go reads it: line breaks are ignored. */
const isBase64 = (text: string): boolean => {
  const plain = text.replace(/[\r\n]/g, '');
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
};

/** `json: cannot unmarshal number into Go struct field EnvVar.spec.value of type string`, without the names of Go. */
const inWords = (message: string): string => {
  const [, found, wanted] =
    /^json: cannot unmarshal (\w+) .* of type ([\w.]+)$/.exec(message) ?? [];
  return wanted === undefined ? message : `it has a ${found} in place of ${wanted}`;
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
