import { relative } from 'node:path';
import type { Diagnostic, Program } from 'typescript/unstable/async';
import { type CompilerError, withoutDescriptions } from './compiler-error.ts';

/**
 * The errors of a program in the order in which `tsc` prints them: those of the syntax, or else those of the types. Undefined if
 * one has no place in a file, for instance one of tsconfig.json.
 */
export const errorsOf = async (
  program: Program,
  workspace: string,
): Promise<readonly CompilerError[] | undefined> => {
  const general = await Promise.all([
    program.getConfigFileParsingDiagnostics(),
    program.getProgramDiagnostics(),
    program.getGlobalDiagnostics(),
  ]);
  if (general.some((some) => some.length > 0)) return undefined;
  const syntax = await program.getSyntacticDiagnostics();
  const found = syntax.length > 0 ? syntax : await typeErrors(program);
  const placed = found.flatMap(({ fileName, ...one }) =>
    fileName === undefined ? [] : { ...one, fileName },
  );
  if (placed.length < found.length) return undefined;
  return Promise.all(placed.toSorted(byPlace).map((one) => errorOf(one, program, workspace)));
};

/** With declarations, their types must have names. */
const typeErrors = async (program: Program): Promise<readonly Diagnostic[]> => {
  const errors = await program.getSemanticDiagnostics();
  const { declaration = false, composite = false } = program.getCompilerOptions();
  return errors.length === 0 && (declaration || composite)
    ? program.getDeclarationDiagnostics()
    : errors;
};

interface Placed extends Diagnostic {
  readonly fileName: string;
}

const byPlace = (a: Placed, b: Placed): number =>
  compare(a.fileName, b.fileName) || a.pos - b.pos || a.end - b.end || a.code - b.code;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const errorOf = async (
  { fileName, pos, code, ...said }: Placed,
  program: Program,
  workspace: string,
): Promise<CompilerError> => {
  const file = await program.getSourceFile(fileName);
  const place = file?.getLineAndCharacterOfPosition(pos) ?? { line: 0, character: 0 };
  return {
    file: relative(workspace, fileName),
    line: place.line + 1,
    column: place.character + 1,
    code,
    lines: linesOf(said),
  };
};

/** The message and what it follows from. */
const linesOf = ({
  text,
  messageChain = [],
}: Pick<Diagnostic, 'text' | 'messageChain'>): readonly string[] => [
  ...text.split('\n').map((line) => withoutDescriptions(line.trim())),
  ...messageChain.flatMap(linesOf),
];
