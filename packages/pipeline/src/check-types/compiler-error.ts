/** An error of the compiler: its code and its lines. The last line is nearest to the cause. */
export interface CompilerError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly lines: readonly string[];
}

/** Parses the errors in the output of the compiler. Below them it explains, also with indented lines, which files it read. */
export const readErrors = (output: string): readonly CompilerError[] => {
  const errors: CompilerError[] = [];
  let lines: string[] = [];
  for (const text of output.split('\n')) {
    const found = /^(.+)\((\d+),(\d+)\): error TS(\d+): (.*)$/.exec(text);
    if (text.startsWith(' ')) lines.push(withoutDescriptions(text.trim()));
    else if (found === null) lines = [];
    else {
      const [, file = '', line, column, code, message = ''] = found;
      lines = [withoutDescriptions(message)];
      errors.push({
        file,
        line: Number(line),
        column: Number(column),
        code: Number(code),
        lines,
      });
    }
  }
  return errors;
};

/** The text of a type without the descriptions of values, which an editor shows. */
export const withoutDescriptions = (type: string): string => type.replaceAll(description, '');

const description = /(?:import\("[^"]*"\)\.)?Described<"(?:[^"\\]|\\.)*"> & /g;

/** A file can't import another one. */
export const isImport = ({ code }: CompilerError): boolean => [2307, 2835, 2834].includes(code);

/** Whether a constant depends on itself, usually through imports. */
export const isCycle = ({ code }: CompilerError): boolean => [7022, 7023, 7024].includes(code);
