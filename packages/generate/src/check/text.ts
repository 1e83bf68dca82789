/**
 * What is wrong with a text, as the end of a sentence that begins with it; undefined where nothing is. How long it is, is said with `has`, for instance
 * `may have`.
 */
export type TextCheck = (text: string, has?: string) => string | undefined;

/** What is wrong with a text of more characters than there may be. */
const tooLong = (text: string, limit: number, has = 'has'): string | undefined =>
  text.length > limit
    ? `${has} ${text.length} characters, and at most ${limit} are allowed`
    : undefined;

/** A DNS label (RFC 1123), as the name of a namespace or the key of a label is (apimachinery pkg/util/validation IsDNS1123Label). */
export const dnsLabel: TextCheck = (text, has) =>
  tooLong(text, 63, has) ??
  (label.test(text)
    ? undefined
    : 'must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit');

/** A DNS subdomain, as the names of most objects are (IsDNS1123Subdomain). */
export const dnsSubdomain: TextCheck = (text, has) =>
  tooLong(text, 253, has) ??
  (text.split('.').every((part) => label.test(part))
    ? undefined
    : 'must have only lower-case letters, digits, hyphens and dots, and begin and end with a letter or digit');

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** The name of a Service (IsDNS1035Label). */
export const serviceName: TextCheck = (text, has) =>
  /^[a-z]/.test(text) ? dnsLabel(text, has) : 'must begin with a lower-case letter';

/** The name of a CronJob, to which its Jobs add 11 characters (Kubernetes pkg/apis/batch/validation/validation.go). */
export const cronJobName: TextCheck = (text, has) =>
  tooLong(text, 52, has) ?? dnsSubdomain(text, has);

/** The name of a Job, which its pods have as a label (Kubernetes pkg/registry/batch/job/strategy.go). */
export const jobName: TextCheck = (text, has) => tooLong(text, 63, has) ?? dnsSubdomain(text, has);

/** Names of RBAC objects may have other characters (apimachinery pkg/api/validation/path IsValidPathSegmentName). */
export const pathSegment: TextCheck = (text) =>
  text === '.' || text === '..' || /[/%]/.test(text)
    ? 'must not be "." or "..", or have "/" or "%"'
    : undefined;

/** The name of a port (IsValidPortName). */
export const portName: TextCheck = (text, has) =>
  tooLong(text, 15, has) ??
  (label.test(text) && /[a-z]/.test(text) && !text.includes('--')
    ? undefined
    : 'must have only lower-case letters, digits and single hyphens, and at least one letter');

/** The value of a label (IsValidLabelValue). */
export const labelValue: TextCheck = (text, has) =>
  tooLong(text, 63, has) ??
  (/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text)
    ? undefined
    : 'must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit');

/** The key of a label: a name, with a domain and a slash before it where it has one (IsQualifiedName). */
export const qualifiedName: TextCheck = (text) => {
  const [name = '', domain, ...rest] = text.split('/').toReversed();
  if (rest.length > 0) return 'has more than one slash';
  const ofDomain = domain === undefined ? undefined : dnsSubdomain(domain);
  if (ofDomain !== undefined) return `has a domain that ${ofDomain}`;
  return name === '' ? 'has no name' : labelValue(name);
};

/** The key of an annotation, whose domain may have capitals (apimachinery pkg/api/validation ValidateAnnotations). */
export const annotationKey: TextCheck = (text) => qualifiedName(text.toLowerCase());

/** A key of a ConfigMap or Secret (IsConfigMapKey). */
export const dataKey: TextCheck = (text) =>
  tooLong(text, 253) ??
  (/^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..')
    ? undefined
    : 'must have only letters, digits, hyphens, underscores and dots');

/** A name of an environment variable (IsEnvVarName since Kubernetes 1.34: printable ASCII without `=`). */
export const variableName: TextCheck = (text) =>
  /^[\x20-\x3c\x3e-\x7e]+$/.test(text) ? undefined : 'is empty, or has "=" or a control character';
