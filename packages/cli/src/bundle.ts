import { relative, resolve } from 'node:path';
import type { Report } from '@helm-charts/pipeline';
import type { BundleRequest } from './bundle-arguments.ts';

/** Makes, loads or verifies a bundle. */
export const runBundle = async (
  { action, path, ...asked }: BundleRequest,
  workspace: string,
  from: string,
  signal?: AbortSignal,
): Promise<Report> => {
  const { bundle, loadBundle, verifyBundle } = await import('@helm-charts/release');
  const file = resolve(from, path);
  const absolute = (name: string | undefined) => name && resolve(from, name);
  const { plainHttp, registry, images } = asked;
  const reached = { plainHttp, authorityFile: absolute(asked.caFile), signal };
  switch (action) {
    case 'verify':
      return verifyBundle(file, { keys: asked.keys.map((key) => resolve(from, key)), signal });
    case 'load':
      return loadBundle(file, { ...reached, registry: registry ?? '' });
    case 'make':
      return bundle(
        { workspace, root: relative(workspace, file) },
        { ...reached, registry, images, output: absolute(asked.output) },
      );
  }
};
