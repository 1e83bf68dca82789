import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes files into a temporary directory that is removed after the test, and returns its path. */
export const workspace = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'render-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
};

/** The files of a small chart in charts/tiny. */
export const tinyChart: Readonly<Record<string, string>> = {
  'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
  'charts/tiny/values.yaml': 'pool:\n  size: 20\n',
  'charts/tiny/values.schema.json': JSON.stringify({
    type: 'object',
    additionalProperties: false,
    properties: {
      pool: {
        type: 'object',
        additionalProperties: false,
        required: ['size'],
        properties: {
          size: { type: 'integer' },
          mode: { anyOf: [{ type: 'integer' }, { const: 'session' }] },
          hosts: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  }),
  'charts/tiny/templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  size: {{ .Values.pool.size | quote }}
  kubernetes: {{ .Capabilities.KubeVersion.Version }}
`,
};
