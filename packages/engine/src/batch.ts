import { Failure, type Finding, type Release } from '@helm-charts/types';
import type { EngineOptions, RenderEngine } from './engine.ts';
import { type ReleaseFinish, type RenderedRelease, renderRelease } from './render.ts';

/** A release to render, and how people call it: `scenario small`. */
export interface Job extends ReleaseFinish {
  readonly label: string;
  readonly file: string;
  readonly release: Release;
}

/** A rendered release and the name of its file. */
export interface NamedRender extends RenderedRelease {
  readonly label: string;
  readonly file: string;
}

/** What became of several releases. */
export interface Batch {
  readonly renders: readonly NamedRender[];
  /** Of all renders; a message ends with the label of the release. */
  readonly findings: readonly Finding[];
  /**
   * One for each release that couldn't be rendered, in order; the process should end with the exit
   * code of the worst.
   */
  readonly failures: readonly Failure[];
}

/**
 * Renders releases at the same time. One that fails does not keep the others from being rendered.
 */
export const renderBatch = async (
  engine: RenderEngine,
  jobs: readonly Job[],
  options: EngineOptions,
): Promise<Batch> => {
  const results = await Promise.all(jobs.map((job) => attempt(engine, job, options)));
  const renders = results.flatMap((result) => (result instanceof Failure ? [] : [result]));
  return {
    renders,
    findings: [...engine.findings, ...renders.flatMap(({ findings }) => findings)],
    failures: results.flatMap((result) => (result instanceof Failure ? [result] : [])),
  };
};

const attempt = async (
  engine: RenderEngine,
  { label, file, release, ...finish }: Job,
  options: EngineOptions,
): Promise<NamedRender | Failure> => {
  const labelled = (findings: readonly Finding[]) =>
    findings.map((finding) => ({
      ...finding,
      message: finding.message.replace(/\.?$/, ` (${label}).`),
    }));
  try {
    const render = await renderRelease(engine, release, options, finish);
    options.onObjects?.(render.documents);
    return { ...render, label, file, findings: labelled(render.findings) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return new Failure(error.exitCode, labelled(error.findings), { cause: error });
  }
};
