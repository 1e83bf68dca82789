import type { Report } from '@helm-charts/pipeline';
import type { FetchRequest } from './fetch-arguments.ts';

/** Brings the charts of trees into the store, with a line about the progress on a terminal. */
export const runFetch = async (
  { update, plainHttp, caFile }: FetchRequest,
  workspace: string,
  roots: readonly string[],
  signal?: AbortSignal,
): Promise<Report> => {
  const { fetchCharts } = await import('@helm-charts/release');
  const { stderr } = process;
  try {
    return await fetchCharts(workspace, roots, {
      update,
      plainHttp,
      authorityFile: caFile,
      signal,
      progress: stderr.isTTY
        ? (done, all) => stderr.write(`\rfetching charts: ${done} of ${all}`)
        : undefined,
    });
  } finally {
    // Clears the line (ECMA-48, EL).
    if (stderr.isTTY) stderr.write('\r\u001b[K');
  }
};
