import { expect, test } from 'vitest';
import {
  annotationKey,
  cronJobName,
  dataKey,
  dnsLabel,
  dnsSubdomain,
  jobName,
  labelValue,
  pathSegment,
  portName,
  qualifiedName,
  serviceName,
  type TextCheck,
  variableName,
} from './text.ts';

const long = (count: number) => 'a'.repeat(count);

const label =
  'must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit';
const subdomain =
  'must have only lower-case letters, digits, hyphens and dots, and begin and end with a letter or digit';
const port =
  'must have only lower-case letters, digits and single hyphens, and at least one letter';
const value =
  'must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit';
const limit = (has: number, most: number) =>
  `has ${has} characters, and at most ${most} are allowed`;

const checks = {
  annotationKey,
  cronJobName,
  dataKey,
  dnsLabel,
  dnsSubdomain,
  jobName,
  labelValue,
  pathSegment,
  portName,
  qualifiedName,
  serviceName,
  variableName,
} satisfies Readonly<Record<string, TextCheck>>;

type Check = keyof typeof checks;

test.each<[Check, readonly string[]]>([
  ['annotationKey', ['note', 'Example.com/Note', 'a_b.c-d']],
  ['cronJobName', [long(52), 'a.b']],
  ['dataKey', [long(253), 'server.ini', '.hidden', '_A-b.1']],
  ['dnsLabel', [long(63), 'a', '0', '1-web']],
  ['dnsSubdomain', [long(253), 'a.b-c.0']],
  ['jobName', [long(63), 'a.b']],
  ['labelValue', ['', long(63), 'A_b.c-1']],
  ['pathSegment', ['system:web', 'A b', '...']],
  ['portName', ['http', 'a-1', '0a', long(15)]],
  ['qualifiedName', [long(63), 'example.com/A_b', 'a']],
  ['serviceName', ['a', long(63), 'a-1']],
  ['variableName', ['A', 'a.b', 'A B', '1']],
])('%s admits %j', (check, texts) => {
  expect(texts.map((text) => checks[check](text))).toEqual(texts.map(() => undefined));
});

test.each<[Check, string, string]>([
  ['annotationKey', 'a b', value],
  ['annotationKey', 'a/b/c', 'has more than one slash'],
  ['cronJobName', long(53), limit(53, 52)],
  ['cronJobName', 'A', subdomain],
  ['dataKey', long(254), limit(254, 253)],
  ['dataKey', '', 'must have only letters, digits, hyphens, underscores and dots'],
  ['dataKey', 'a b', 'must have only letters, digits, hyphens, underscores and dots'],
  ['dataKey', '.', 'must have only letters, digits, hyphens, underscores and dots'],
  ['dataKey', '..a', 'must have only letters, digits, hyphens, underscores and dots'],
  ['dnsLabel', long(64), limit(64, 63)],
  ['dnsLabel', '', label],
  ['dnsLabel', '-a', label],
  ['dnsLabel', 'a-', label],
  ['dnsLabel', 'a.b', label],
  ['dnsLabel', 'aB', label],
  ['dnsSubdomain', long(254), limit(254, 253)],
  ['dnsSubdomain', 'a..b', subdomain],
  ['dnsSubdomain', 'a.-b', subdomain],
  ['jobName', long(64), limit(64, 63)],
  ['jobName', 'a_b', subdomain],
  ['labelValue', long(64), limit(64, 63)],
  ['labelValue', 'a b', value],
  ['labelValue', 'a-', value],
  ['labelValue', '_a', value],
  ['pathSegment', '.', 'must not be "." or "..", or have "/" or "%"'],
  ['pathSegment', '..', 'must not be "." or "..", or have "/" or "%"'],
  ['pathSegment', 'a/b', 'must not be "." or "..", or have "/" or "%"'],
  ['pathSegment', 'a%b', 'must not be "." or "..", or have "/" or "%"'],
  ['portName', long(16), limit(16, 15)],
  ['portName', '8080', port],
  ['portName', 'a--b', port],
  ['portName', 'a_b', port],
  ['portName', '-a', port],
  ['qualifiedName', 'Example.com/a', `has a domain that ${subdomain}`],
  ['qualifiedName', 'example.com/', 'has no name'],
  ['qualifiedName', `a/${long(64)}`, limit(64, 63)],
  ['qualifiedName', 'a/b/c', 'has more than one slash'],
  ['serviceName', '9lives', 'must begin with a lower-case letter'],
  ['serviceName', long(64), limit(64, 63)],
  ['serviceName', 'a.b', label],
  ['variableName', '', 'is empty, or has "=" or a control character'],
  ['variableName', 'A=B', 'is empty, or has "=" or a control character'],
  ['variableName', 'A\n', 'is empty, or has "=" or a control character'],
])('%s refuses %j', (check, text, problem) => {
  expect(checks[check](text)).toBe(problem);
});
