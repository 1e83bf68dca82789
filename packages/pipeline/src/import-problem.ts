import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '@helm-charts/types';

/** What a loader says of a file that it can't translate. */
export interface SyntaxProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a source file that can't be imported, as far as the error says it. Paths are relative to the workspace. */
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
      message: `a file of it imports ${missing}, which does not exist`,
      fix: 'add that file, or correct the import',
    };
  }
  return { message: firstLine(error).replaceAll(`${workspace}${sep}`, '') };
};

/** The fields of errors of Node's module loader, and of ours. */
interface ImportError {
  readonly code?: string;
  readonly url?: string;
  readonly syntax?: SyntaxProblem;
}

const firstLine = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
};
