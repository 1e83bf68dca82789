import type { ExitCode } from '@helm-charts/types';
import { commandNames } from './commands.ts';
import { apiVersion, type Document } from './document.ts';
import { layers, states } from './status/item.ts';

/**
 * The JSON Schema (draft-07) of a type. A field that the type gets or loses is a type error until the schema has it, too; optional fields
 * cannot be required, and others must be.
 */
export type SchemaOf<T> = { readonly description?: string } & ([T] extends [string]
  ? { readonly type: 'string'; readonly enum?: readonly T[] }
  : [T] extends [number]
    ? { readonly type: 'integer'; readonly enum?: readonly T[] }
    : [T] extends [readonly (infer Member)[]]
      ? { readonly type: 'array'; readonly items: SchemaOf<Member> }
      : {
          readonly type: 'object';
          readonly required: readonly RequiredKey<T>[];
          readonly properties: { readonly [K in keyof T]-?: SchemaOf<NonNullable<T[K]>> };
        });

type RequiredKey<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T];

const text = (description: string): { readonly type: 'string'; readonly description: string } => ({
  type: 'string',
  description,
});

const exitCodes: readonly (0 | ExitCode)[] = [0, 1, 2, 3, 4, 130];

/** The JSON Schema of what `--json` prints; published as `document.schema.json`. */
export const documentSchema: SchemaOf<Document> = {
  description: 'What alga-appliance prints with --json.',
  type: 'object',
  required: ['apiVersion', 'command', 'exitCode', 'changes', 'findings', 'status'],
  properties: {
    apiVersion: {
      type: 'string',
      enum: [apiVersion],
      description: 'Version of this format. Fields may be added without a new version.',
    },
    command: { type: 'string', enum: commandNames },
    exitCode: {
      type: 'integer',
      enum: exitCodes,
      description: 'Exit code of the command; with status --watch, that of status at this time.',
    },
    changes: {
      type: 'array',
      description: 'What the command has changed in the cluster, or would change with --dry-run.',
      items: {
        type: 'object',
        required: ['action', 'what'],
        properties: {
          action: { type: 'string', enum: ['create', 'change', 'delete'] },
          what: text('Kind, namespace and name of the object.'),
          detail: text('What has changed about it, never a secret.'),
        },
      },
    },
    findings: {
      type: 'array',
      description: 'Each thing that is not ready, or why the command has failed.',
      items: {
        type: 'object',
        required: ['rule', 'severity', 'message'],
        properties: {
          rule: text('Layer of the problem.'),
          severity: { type: 'string', enum: ['error', 'warning', 'info'] },
          object: {
            type: 'object',
            required: ['apiVersion', 'kind', 'name'],
            properties: {
              apiVersion: text('API version of the object.'),
              kind: text('Kind of the object.'),
              namespace: text('Namespace of the object, unless its kind has none.'),
              name: text('Name of the object.'),
            },
          },
          pointer: text('JSON Pointer of the field.'),
          position: {
            type: 'object',
            required: ['file'],
            properties: {
              file: text('Path of the file.'),
              line: { type: 'integer', description: 'Line, from 1.' },
              column: { type: 'integer', description: 'Column, from 1.' },
            },
          },
          input: text('Option, directory or address, where it is no file and no object.'),
          message: text('What is wrong.'),
          fix: text('What to do.'),
          link: text('Address of a page with more about it.'),
        },
      },
    },
    status: {
      type: 'array',
      description: 'How everything is, with the command status; otherwise empty.',
      items: {
        type: 'object',
        required: ['layer', 'what', 'state', 'message'],
        properties: {
          layer: { type: 'string', enum: layers },
          what: text('Kind, namespace and name of the object.'),
          state: { type: 'string', enum: states },
          message: text('Why it is so, in the words of the object. For people.'),
          since: text('When the state began (RFC 3339), where the object says so.'),
          waitsFor: text('What it waits for, in plain words. For people.'),
        },
      },
    },
  },
};
