import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Position } from '@helm-charts/types';

/** The line of a project's sources, else of the workspace, in which an error came up. */
export const positionOf = (
  error: unknown,
  workspace: string,
  root: string,
): Position | undefined => {
  const positions = callSitesOf(error).flatMap((site): { file: string; line: number }[] => {
    const name = site.getFileName() ?? '';
    const file = name.startsWith('file:') ? fileURLToPath(name) : name;
    const line = site.getLineNumber();
    return file === '' || line === null ? [] : [{ file, line }];
  });
  const isBelow = (directory: string) => (position: Position) =>
    position.file.startsWith(`${directory}/`) && !position.file.includes('/node_modules/');
  const found =
    positions.find(isBelow(join(workspace, root))) ?? positions.find(isBelow(workspace));
  return found && { ...found, file: relative(workspace, found.file) };
};

/** V8 gives the frames of an error to whoever formats its stack, which is put off until somebody asks for it. */
const callSitesOf = (error: unknown): readonly NodeJS.CallSite[] => {
  const { prepareStackTrace } = Error;
  let found: readonly NodeJS.CallSite[] = [];
  Error.prepareStackTrace = (reason, sites) => {
    found = sites;
    return prepareStackTrace?.(reason, sites) ?? String(reason);
  };
  try {
    if (error instanceof Error) void error.stack;
    return found;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
};
