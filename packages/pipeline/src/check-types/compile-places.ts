import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Finding } from '@helm-charts/types';
import type { Place } from '../place.ts';
import { askCompiler } from './api.ts';
import { keep } from './cached.ts';
import { type Compilation, type Compiler, compile } from './compiler.ts';
import { explain } from './explain.ts';
import { sourceOf, writeConfig } from './tsconfig.ts';
import { lineOf } from './with-types.ts';

type Found = readonly [place: Place, findings: readonly Finding[]];

/** Compiles places with the same options as one program, and those of them that may have errors once more, each alone. */
export const compilePlaces = async (
  compiler: Compiler,
  places: readonly Place[],
): Promise<readonly Found[]> => {
  const [first, ...others] = places;
  if (first === undefined) return [];
  if (others.length === 0) return [[first, await alone(compiler, first)]];
  const { compilation, operands } = await compileAll(compiler, first, others);
  const { errors, failure, files } = compilation;
  const wrong = new Set(
    [...errors, ...operands.flatMap(({ position }) => position ?? [])].map(({ file }) =>
      resolve(first.workspace, file),
    ),
  );
  const isRight = failure === undefined && errors.length + operands.length === 0;
  if (isRight && !(await isMixed(compilation, places))) {
    return Promise.all(
      places.map(async (place): Promise<Found> => {
        await keep(place, files.importedBy(sourceOf(place)));
        return [place, []];
      }),
    );
  }
  const apart = places.filter((place) =>
    files.importedBy(sourceOf(place)).some((file) => wrong.has(file)),
  );
  // After some errors the compiler does not look for others.
  const rest = apart.length === 0 ? [] : places.filter((place) => !apart.includes(place));
  const again = (apart.length === 0 ? places : apart).map((place) =>
    compilePlaces(compiler, [place]),
  );
  return (await Promise.all([...again, compilePlaces(compiler, rest)])).flat();
};

/** Whether a file that only some places import declares something for all files of a program. */
const isMixed = async ({ files }: Compilation, places: readonly Place[]): Promise<boolean> => {
  const imported = places.map((place) => new Set(files.importedBy(sourceOf(place))));
  const some = files.all.filter((file) => !imported.every((all) => all.has(file)));
  const texts = some.map(
    async (file) =>
      file.endsWith('.d.ts') || /^\s*declare (global|module)\b/m.test(await readFile(file, 'utf8')),
  );
  return (await Promise.all(texts)).some(Boolean);
};

const alone = async (compiler: Compiler, place: Place): Promise<readonly Finding[]> => {
  const { compilation, operands } = await compileAll(compiler, place);
  const { errors, failure, files } = compilation;
  const said = explain(errors);
  if (failure !== undefined && said.length === 0) return [notCompiled(failure)];
  const findings = [...said, ...operands]
    .map((finding) => inWorkspace(finding, place))
    // Errors outside the workspace cannot be fixed in it.
    .filter(({ position }) => !position?.file.startsWith('..'))
    .filter((one, index, all) => all.findIndex((other) => lineOf(other) === lineOf(one)) === index);
  // Errors are not cached: a missing file has no digest that would change.
  if (findings.length === 0) await keep(place, files.all);
  return findings;
};

const notCompiled = (failure: string): Finding => ({
  rule: 'types',
  severity: 'error',
  message: `the compiler failed: ${failure.trim().split('\n')[0]}`,
  fix: 'correct tsconfig.json, or run "npx tsc --version" to see whether TypeScript works here',
});

const inWorkspace = (finding: Finding, { workspace }: Place): Finding => {
  const { file = '', ...rest } = finding.position ?? {};
  const path = isAbsolute(file) ? file : resolve(workspace, file);
  return { ...finding, position: { ...rest, file: relative(workspace, path) } };
};

/** Compiles places of a workspace that have the same nearest tsconfig.json. */
const compileAll = async (
  compiler: Compiler,
  first: Place,
  others: readonly Place[] = [],
): Promise<{ readonly compilation: Compilation; readonly operands: readonly Finding[] }> => {
  const { workspace } = first;
  const config = await writeConfig(first, others);
  const sources = [first, ...others].map(sourceOf);
  const answered = await askCompiler(config, workspace, sources);
  return {
    compilation: answered?.compilation ?? (await compile(compiler, config, workspace, sources)),
    operands: answered?.operands ?? [],
  };
};
