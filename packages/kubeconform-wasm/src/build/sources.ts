import { join } from 'node:path';
import { filesBelow, schemaFiles, schemasDirectory } from '../../../../tools/go/files.ts';
import { goDirectory } from '../../../../tools/wasm/compile.ts';

/** The Go program in the Go module of the engine. */
export const program = 'cmd/kubeconform-wasm';

/** The files that the module is made of besides the schemas, as absolute paths, sorted. */
export const sourceFiles = async (): Promise<readonly string[]> => {
  const folders = [
    ...[program, 'validation'].map((folder) => join(goDirectory, folder)),
    import.meta.dirname,
    join(import.meta.dirname, '../../../../tools/wasm'),
  ];
  const files = await Promise.all(
    folders.map(async (folder) => (await filesBelow(folder)).map((file) => join(folder, file))),
  );
  return [join(goDirectory, 'go.mod'), ...files.flat()].filter(
    (file) => !/(\.test\.ts|_test\.go|\.gz)$/.test(file),
  );
};

/** All files that the module is made of, as absolute paths. */
export const allFiles = async (): Promise<readonly string[]> => [
  ...(await sourceFiles()),
  ...(await schemaFiles()).map((file) => join(schemasDirectory, file)),
];
