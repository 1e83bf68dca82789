import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '@helm-charts/types';

/** The position of a syntax error. */
export interface SyntaxProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Describes why a source file can't be imported. Paths are relative to the workspace. */
export const importProblem = (
  error: unknown,
  workspace: string,
): Pick<Finding, 'message' | 'fix' | 'position'> => {
  const { code, url, syntax } = Object(error) as ImportError;
  if (syntax !== undefined) {
    const position = { ...syntax, file: relative(workspace, fileURLToPath(syntax.file)) };
    return { message: firstLine(error), position };
  }
  if (code === 'ERR_MODULE_NOT_FOUND' && url !== undefined) {
    const missing = relative(workspace, fileURLToPath(url));
    return {
      message: `a source file imports ${missing}, which does not exist`,
      fix: 'add that file, or correct the import',
    };
  }
  return { message: firstLine(error).replaceAll(`${workspace}${sep}`, '') };
};

/** The fields of errors of Node's module loader and of our loader. */
interface ImportError {
  readonly code?: string;
  readonly url?: string;
  readonly syntax?: SyntaxProblem;
}

const firstLine = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
};
