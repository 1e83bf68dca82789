import { dirname, resolve } from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import type { Checker } from 'typescript/unstable/async';

/** The paths of files, each with those of the files that import it. */
export type Importers = ReadonlyMap<string, readonly string[]>;

/** An import whose file is not known from its text. */
interface Question {
  readonly importer: string;
  readonly specifier: Node;
}

/** Finds out which of these files import which others of them. */
export const importersOf = async (
  files: readonly SourceFile[],
  checker: Checker,
): Promise<Importers> => {
  const importers = new Map(files.map(({ fileName }) => [fileName, new Set<string>()]));
  const nameAt = new Map(files.map(({ path, fileName }) => [String(path), fileName]));
  const questions: Question[] = [];
  for (const file of files) {
    const { fileName: importer, imports, referencedFiles } = file;
    const importersAt = (path: string) => importers.get(resolve(dirname(importer), path));
    for (const { fileName } of referencedFiles) importersAt(fileName)?.add(importer);
    for (const specifier of imports) {
      const text = textOf(specifier, file);
      const found = text.startsWith('.') ? importersAt(text) : undefined;
      if (found === undefined) questions.push({ importer, specifier });
      else found.add(importer);
    }
  }
  const modules = await checker.getSymbolAtLocation(questions.map(({ specifier }) => specifier));
  for (const [index, { importer }] of questions.entries()) {
    for (const { path } of modules[index]?.declarations ?? [])
      importers.get(nameAt.get(String(path)) ?? '')?.add(importer);
  }
  return new Map([...importers].map(([file, some]) => [file, [...some]]));
};

/** The text of a specifier, without its quotes. */
const textOf = ({ pos, end }: Node, { text }: SourceFile): string =>
  text.slice(pos, end).trim().slice(1, -1);
