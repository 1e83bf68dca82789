import { isIP } from 'node:net';

/** What is wrong with a text, as the end of a sentence that begins with it; undefined where nothing is. */
export type TextCheck = (text: string) => string | undefined;

/** A DNS label (RFC 1123), as the name of a namespace or the key of a label is (apimachinery pkg/util/validation IsDNS1123Label). */
export const dnsLabel: TextCheck = (text) =>
  text.length > 63
    ? `has ${text.length} characters, and at most 63 are allowed`
    : /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)
      ? undefined
      : 'must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit';

/** A DNS subdomain, as the names of most objects are (IsDNS1123Subdomain). */
export const dnsSubdomain: TextCheck = (text) => {
  if (text.length > 253) return `has ${text.length} characters, and at most 253 are allowed`;
  return text.split('.').every((label) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(label))
    ? undefined
    : 'must have only lower-case letters, digits, hyphens and dots, and begin and end with a letter or digit';
};

/** The name of a Service (IsDNS1035Label). */
export const serviceName: TextCheck = (text) =>
  /^[a-z]/.test(text) ? dnsLabel(text) : 'must begin with a lower-case letter';

/** The name of a CronJob, to which its Jobs add 11 characters (Kubernetes pkg/apis/batch/validation/validation.go). */
export const cronJobName: TextCheck = (text) =>
  text.length > 52
    ? `has ${text.length} characters, and at most 52 are allowed`
    : dnsSubdomain(text);

/** The name of a port (IsValidPortName). */
export const portName: TextCheck = (text) => {
  if (text.length > 15) return `has ${text.length} characters, and at most 15 are allowed`;
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) && /[a-z]/.test(text) && !text.includes('--')
    ? undefined
    : 'must have only lower-case letters, digits and single hyphens, and at least one letter';
};

/** The value of a label (IsValidLabelValue). */
export const labelValue: TextCheck = (text) => {
  if (text.length > 63) return `has ${text.length} characters, and at most 63 are allowed`;
  return /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text)
    ? undefined
    : 'must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit';
};

/** The key of a label or annotation: a name, with a domain and a slash before it where it has one (IsQualifiedName). */
export const qualifiedName: TextCheck = (text) => {
  const [name = '', domain, ...rest] = text.split('/').toReversed();
  if (rest.length > 0) return 'has more than one slash';
  const ofDomain = domain === undefined ? undefined : dnsSubdomain(domain);
  if (ofDomain !== undefined) return `has a domain that ${ofDomain}`;
  return name === '' ? 'has no name' : labelValue(name);
};

/** A key of a ConfigMap or Secret (IsConfigMapKey). */
export const dataKey: TextCheck = (text) => {
  if (text.length > 253) return `has ${text.length} characters, and at most 253 are allowed`;
  return /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..')
    ? undefined
    : 'must have only letters, digits, hyphens, underscores and dots';
};

/** A name of an environment variable (IsEnvVarName since Kubernetes 1.34: printable ASCII without `=`). */
export const variableName: TextCheck = (text) =>
  /^[\x20-\x3c\x3e-\x7e]+$/.test(text) ? undefined : 'is empty, or has "=" or a control character';

/** An address range as NetworkPolicies take it: `10.0.0.0/8` (apimachinery pkg/util/validation IsValidCIDR). */
export const addressRange: TextCheck = (text) => {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = isIP(address);
  const isShort = Number(bits) <= (family === 4 ? 32 : 128);
  return family !== 0 && isShort && rest.length === 0 && /^\d{1,3}$/.test(bits)
    ? undefined
    : 'is no address range';
};
