import { type Checked, Failure } from '@helm-charts/types';
import type { TemplateReads, Traced } from './backend.ts';
import type { Context } from './context.ts';
import type { ReleaseToRender } from './engine.ts';
import { helmFindings } from './helm-error.ts';
import { renderingOf } from './rendering.ts';

/**
 * Finds out which template reads which value of a release.
 * @throws {Failure} With exit code 3 if the engine is not the native one.
 */
export const traceRelease = async (
  release: ReleaseToRender,
  context: Context,
): Promise<Checked<TemplateReads>> => {
  const backend = await context.backend();
  const { trace } = backend;
  if (trace === undefined) throw new Failure(3, [withoutTrace]);
  const { name, namespace, values, cluster, chartContent } = release;
  const make = (): Promise<Traced> => trace(renderingOf(release, context));
  const traced =
    chartContent === undefined
      ? await make()
      : await context.cache.of(
          [
            'trace',
            backend.identity,
            context.kubeVersion,
            context.helm,
            JSON.stringify({ name, namespace, values, cluster }),
            chartContent,
          ],
          make,
        );
  return traced.trace === undefined
    ? { findings: helmFindings(traced.error, release.chart, context.workspaceRoot) }
    : { value: traced.trace, findings: [] };
};

const withoutTrace = {
  rule: 'environment',
  severity: 'error',
  input: 'helm',
  message: 'the program helm does not say which values templates read',
  fix: 'use the native engine: HELM_CHARTS_ENGINE=native',
} as const;
