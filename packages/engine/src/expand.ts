import { type ManifestDocument, parseManifests } from '@helm-charts/kubernetes';
import type { Checked, Expansion } from '@helm-charts/types';
import type { Context } from './context.ts';

/** Builds the objects of a ResourceSet. A finding has no place; the caller knows where the ResourceSet is. */
export const expand = async (
  expansion: Expansion,
  context: Context,
): Promise<Checked<readonly ManifestDocument[]>> => {
  const backend = await context.backend();
  const { expand: expandOne } = backend;
  if (expandOne === undefined) return { findings: [unable] };
  const built = await context.cache.of(
    ['expand', backend.identity, JSON.stringify(expansion)],
    async (): Promise<Checked<readonly ManifestDocument[]>> => {
      const { text, values, error } = await expandOne(expansion);
      if (text === undefined) {
        const message = `the Flux Operator cannot build it: ${error.replace(/\s*\n\s*/g, ' ')}`;
        const fix = 'correct the template, or add the input';
        return { findings: [{ rule: 'resource-set', severity: 'error', message, fix }] };
      }
      const { documents, findings } = parseManifests(text, 'ResourceSet', undefined, { values });
      return { value: documents, findings };
    },
  );
  return { ...built, findings: [...backend.findings, ...built.findings] };
};

const unable = {
  rule: 'not-rendered',
  severity: 'warning',
  message:
    'the programs helm and kubectl cannot build a ResourceSet, so nothing of it is rendered or checked',
  fix: 'use the native engine: HELM_CHARTS_ENGINE=native',
} as const;
