import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { S3Environment } from '../environment/backup.ts';
import { S3Failure } from './failure.ts';

/** What the program reads from its environment. */
export interface Settings {
  readonly backupsDir: string;
  readonly keep: number;
  /** URL of the bucket, without a slash at its end. */
  readonly bucketUrl: string;
  /** Prefix of all keys: empty, or with a slash at its end. */
  readonly prefix: string;
  /** `s3://bucket/prefix`, for people. */
  readonly place: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** How long a request is tried again. */
  readonly waitSeconds: number;
}

export type Environment = Readonly<Partial<Record<string, string>>>;

type Variable = keyof S3Environment;

/** Reads the settings. Throws a failure that names everything that is missing. */
export const readSettings = (environment: Environment): Settings => {
  const problems: string[] = [];
  const text = (name: Variable): string => {
    const value = environment[name] ?? '';
    if (value === '') problems.push(`the variable ${name} is missing`);
    return value;
  };
  const key = (name: string): string => {
    const file = join(environment.S3_CREDENTIALS_DIR || '/nonexistent', name);
    const value = contentOf(file);
    if (value === '')
      problems.push(`the key ${file} is missing or empty: see the Secret that is mounted there`);
    return value;
  };
  const bucket = text('S3_BUCKET');
  const prefix = (environment.S3_PREFIX ?? '').replace(/^\/+|\/+$/g, '');
  const settings: Settings = {
    backupsDir: text('BACKUPS_DIR'),
    keep: Number(environment.BACKUP_KEEP || 1),
    bucketUrl: `${text('S3_ENDPOINT').replace(/\/+$/, '')}/${bucket}`,
    prefix: prefix === '' ? '' : `${prefix}/`,
    place: `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`,
    region: text('S3_REGION'),
    accessKey: key('access-key'),
    secretKey: key('secret-key'),
    waitSeconds: Number(text('S3_WAIT_SECONDS')),
  };
  if (problems.length > 0) throw new S3Failure('usage', problems.join('\n'));
  return settings;
};

const contentOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
};
