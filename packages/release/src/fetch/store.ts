import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ioFailure, leftoversOf, makeFolder, withTemporary } from '@helm-charts/engine';
import { chartLayer } from '@helm-charts/flux';
import { parseYaml, stringAt } from '@helm-charts/kubernetes';
import { packageFiles } from '@helm-charts/pipeline';
import { Failure } from '@helm-charts/types';
import { digestOfFile } from './digest.ts';

/** Packages of charts on this machine, each named by its digest. */
export interface PackageStore {
  /** Whether a package is there with the content that its digest says. One that was changed is removed. */
  readonly has: (digest: string) => Promise<boolean>;
  /** The texts of the values.schema.json of a package that is there, and of the charts in it. */
  readonly schemas: (digest: string) => Promise<readonly string[]>;
  /**
   * Lets a function write a package into a file, checks that it is a chart within the limits of Helm, and keeps it.
   * Nothing is kept of one that is not.
   * @throws {Error} If it is no chart, or as the function does.
   */
  readonly add: (write: (file: string) => Promise<unknown>) => Promise<StoredChart>;
}

/** A package that was added. */
interface StoredChart {
  /** `sha256:…`. */
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  readonly name: string;
  readonly version: string;
}

/** Opens the packages in a folder, and removes what processes that were killed have left there. */
export const openStore = async (folder: string): Promise<PackageStore> => {
  const path = (digest: string) => join(folder, `${digest.replace('sha256:', '')}.tgz`);
  const work = join(folder, 'package');
  const left = await leftoversOf(work);
  await Promise.all(left.map((one) => rm(one.path, { recursive: true, force: true })));
  return {
    has: async (digest) => {
      const found = await digestOfFile(path(digest));
      if (found !== undefined && found.digest !== digest) await rm(path(digest), { force: true });
      return found?.digest === digest;
    },
    schemas: (digest) => readSchemas(path(digest)),
    add: async (write) => {
      try {
        makeFolder(folder);
        return await withTemporary(work, async (temporary) => {
          await mkdir(temporary);
          const file = join(temporary, 'chart.tgz');
          await write(file);
          const { digest, size } = (await digestOfFile(file)) ?? { digest: '', size: 0 };
          const chart = await readChart(file).catch((error: unknown) => {
            throw error instanceof Failure ? error : noChart(error);
          });
          await rename(file, path(digest));
          return { digest, size, ...chart };
        });
      } catch (error) {
        throw ioFailure(error, { folder }) ?? error;
      }
    },
  };
};

/** Reads all of a package, so that its size is checked, too. */
const readChart = async (file: string): Promise<Pick<StoredChart, 'name' | 'version'>> => {
  let text: string | undefined;
  for await (const { path, content } of packageFiles(createReadStream(file), 'its package')) {
    if (/^(?:\.\/)?[^/]+\/Chart\.yaml$/.test(path)) text ??= content.toString();
  }
  const { value } = parseYaml(text ?? '');
  const [name, version] = [stringAt(value, 'name'), stringAt(value, 'version')];
  if (name === undefined || version === undefined)
    throw new Error('it has no Chart.yaml with a name and a version');
  return { name, version };
};

const noChart = (cause: unknown): Failure => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const finding = {
    rule: 'fetch',
    severity: 'error',
    message: `what its source has is no package of a chart: ${reason}`,
    fix: `tell its maintainers; for an OCIRepository, set spec.layerSelector.mediaType to ${chartLayer}`,
  } as const;
  return new Failure(4, [finding], { cause });
};

const readSchemas = async (file: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  for await (const { path, content } of packageFiles(createReadStream(file), 'its package'))
    if (/^(?:\.\/)?[^/]+\/(?:charts\/[^/]+\/)*values\.schema\.json$/.test(path))
      texts.push(content.toString());
  return texts;
};
