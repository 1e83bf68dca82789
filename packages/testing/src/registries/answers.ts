import { createHash } from 'node:crypto';
import type { Answer } from './loopback.ts';

export const found = (body: Buffer | undefined, type: string, digest: string): Answer =>
  body === undefined
    ? unknown
    : { status: 200, headers: { 'content-type': type, 'docker-content-digest': digest }, body };

export const json = (value: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const unknown: Answer = {
  ...json({ errors: [{ code: 'NAME_UNKNOWN', message: 'not found' }] }),
  status: 404,
};

export const digestOf = (content: Buffer): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;
