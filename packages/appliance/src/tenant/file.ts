import { readFileSync, statSync } from 'node:fs';
import { licenseOf, tenantOf } from '@helm-charts/alga/tenant';
import { type Checked, closest, type Finding, type Position } from '@helm-charts/types';
import { isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import {
  type Fields,
  type LicenseData,
  licenseFields,
  type TenantData,
  tenantFields,
} from './fields.ts';

/** Reads the file with the first tenant, and says everything that is wrong with it at once; never what it holds. */
export const readTenant = (file: string): Checked<TenantData> => {
  const { value: read, findings } = readFields(file, tenantFields, '--tenant-file');
  if (read === undefined) return { findings };
  const checked = tenantOf(read.data);
  if ('tenant' in checked) return result(read.data, findings);
  const problems = checked.problems
    .filter(({ key }) => !read.refused.has(key))
    .map(({ key, message }) => {
      const name = nameOf(tenantFields, key);
      return wrong(read.places.get(key) ?? { file }, `${name} ${message}`, fixOf(message, name));
    });
  return { findings: [...findings, ...problems] };
};

/** Reads the file with the licence. */
export const readLicense = (file: string): Checked<LicenseData> => {
  const { value: read, findings } = readFields(file, licenseFields, '--license-file');
  if (read === undefined) return { findings };
  const checked = licenseOf(read.data);
  if ('license' in checked) return result(read.data, findings);
  const place = read.places.get('EDITION_CHOICE') ?? { file };
  return {
    findings: [...findings, wrong(place, 'edition is neither ce nor ee', 'write one of them')],
  };
};

const result = <T>(value: T, findings: readonly Finding[]): Checked<T> =>
  findings.length === 0 ? { value, findings } : { findings };

const fixOf = (message: string, name: string): string =>
  message === 'is missing' ? `add a line with ${name}` : `correct ${name}`;

/** What a file holds, and where. */
interface Read<Key extends string> {
  readonly data: Readonly<Partial<Record<Key, string>>>;
  readonly places: ReadonlyMap<string, Position>;
  /** Keys whose value is no text, which has been said. */
  readonly refused: ReadonlySet<string>;
}

const readFields = <Key extends string>(
  file: string,
  fields: Fields<Key>,
  option: string,
): Checked<Read<Key>> => {
  const { value: text, findings } = readPrivate(file, option);
  if (text === undefined) return { findings };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset = 0): Position => {
    const { line, col: column } = lines.linePos(offset);
    return { file, line, column };
  };
  if (document.errors.length > 0) {
    // The parser quotes the line, which may hold the password.
    return {
      findings: document.errors.map(({ pos, code }) =>
        wrong(at(pos[0]), `this is neither YAML nor JSON (${code})`, 'correct the syntax'),
      ),
    };
  }
  if (!isMap(document.contents)) {
    const fix = `write it like "${Object.keys(fields)[0]}: …", a line for each of ${Object.keys(fields).join(', ')}`;
    return { findings: [wrong({ file }, 'it has no fields', fix)] };
  }
  const data: Partial<Record<Key, string>> = {};
  const places = new Map<string, Position>();
  const refused = new Set<string>();
  const problems: Finding[] = [];
  for (const pair of document.contents.items) {
    const [name, position] = [String(isScalar(pair.key) ? pair.key.value : ''), at(startOf(pair))];
    const key = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (key === undefined) {
      const like = closest(name, Object.keys(fields));
      const fix =
        like === undefined ? `use ${Object.keys(fields).join(', ')}` : `did you mean ${like}?`;
      problems.push(wrong(position, `there is no field "${name}"`, fix));
      continue;
    }
    places.set(key, position);
    const value = isScalar(pair.value) ? pair.value.value : pair.value;
    if (typeof value === 'string') data[key] = value;
    else if (value !== null) {
      refused.add(key);
      problems.push(wrong(position, `${name} is no text`, 'put it in quotes'));
    }
  }
  return { value: { data, places, refused }, findings: problems };
};

const startOf = ({ key }: Pair): number | undefined => (isScalar(key) ? key.range?.[0] : undefined);

/** The text of a file that only its owner may read. */
const readPrivate = (file: string, option: string): Checked<string> => {
  const problem = (message: string, fix: string): Checked<string> => ({
    findings: [wrong({ file }, message, fix)],
  });
  let bytes: Buffer;
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return problem('it is no file', `correct ${option}`);
    if ((stats.mode & 0o077) !== 0) return problem('others can read it', `run "chmod 600 ${file}"`);
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = code === 'ENOENT' ? 'there is no such file' : `it can't be read (${code})`;
    return problem(message, `correct ${option}`);
  }
  if (bytes.length === 0) return problem('it is empty', `correct ${option}`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { value: text, findings: [] };
  } catch {
    // It is said below.
  }
  return problem('it is no text file', `correct ${option}`);
};

const nameOf = (fields: Fields<string>, key: string): string =>
  Object.keys(fields).find((name) => fields[name] === key) ?? key;

const wrong = (position: Position, message: string, fix: string): Finding => ({
  rule: 'tenant',
  severity: 'error',
  position,
  message,
  fix,
});
