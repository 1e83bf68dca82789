import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checked, Finding, JsonSchema } from '@helm-charts/types';
import { parse } from 'yaml';
import { readIgnore } from '../archive/ignore.ts';
import { readTree } from '../archive/tree.ts';
import type { ChartContent } from './compare.ts';
import type { Metadata } from './metadata.ts';
import { isObject } from './schema.ts';

/** Reads what a package of a chart would have. `shown` is the name of the directory in findings. */
export const readContent = async (
  directory: string,
  shown: string,
): Promise<Checked<Omit<ChartContent, 'renders'>>> => {
  if (!existsSync(join(directory, 'Chart.yaml'))) return wrong(shown, 'there is no Chart.yaml');
  const { ignored } = readIgnore(
    await readFile(join(directory, '.helmignore'), 'utf8').catch(() => ''),
  );
  const tree = await readTree(directory, ignored);
  if (tree.value === undefined) return { findings: tree.findings };
  const files = Object.fromEntries(
    tree.value
      .filter(({ path }) => path !== '.helmignore')
      .map(({ path, content }) => [path, Buffer.from(content).toString('utf8')]),
  );
  try {
    const metadata: unknown = parse(files['Chart.yaml'] ?? '');
    const defaults: unknown = parse(files['values.yaml'] ?? '') ?? {};
    const schema: unknown = JSON.parse(files['values.schema.json'] ?? 'null');
    if (!isObject(metadata)) return wrong(shown, 'its Chart.yaml has no fields');
    const templates = Object.entries(files)
      .filter(([path]) => path.startsWith('templates/'))
      .map(([, text]) => text)
      .join('\n');
    const values = {
      schema: isObject(schema) ? (schema as JsonSchema) : undefined,
      defaults,
      reads: (name: string) =>
        new RegExp(`\\b${name.replaceAll(/[^\w-]/g, '\\$&')}\\b`).test(templates),
    };
    return { value: { metadata: metadata as Metadata, values, files }, findings: [] };
  } catch (error) {
    return wrong(shown, `one of its files cannot be read: ${String(error).split('\n')[0]}`);
  }
};

const wrong = (input: string, message: string): { readonly findings: Finding[] } => ({
  findings: [
    {
      rule: 'version',
      severity: 'error',
      input,
      message,
      fix: 'run "helm-charts generate", or correct the directory',
    },
  ],
});
