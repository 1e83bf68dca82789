import { findSourceMap } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Position } from '@helm-charts/types';

/** The line and column of a project's sources, else of the workspace, in which an error came up. */
export const positionOf = (
  error: unknown,
  workspace: string,
  root: string,
): Position | undefined => {
  const positions = callSitesOf(error).flatMap((site) => sourceOf(site) ?? []);
  const isBelow = (directory: string) => (position: Position) => {
    const path = relative(directory, position.file).split(sep);
    const isOwn = path[0] !== '..' && !path.includes('node_modules');
    return isOwn && !position.file.startsWith(ownPackages);
  };
  const found =
    positions.find(isBelow(join(workspace, root))) ?? positions.find(isBelow(workspace));
  return found && { ...found, file: relative(workspace, found.file) };
};

/** Where a frame is in the file that a person wrote, also where esbuild compiled it. */
const sourceOf = (site: NodeJS.CallSite): Required<Position> | undefined => {
  const name = site.getFileName() ?? '';
  const [line, column] = [site.getLineNumber(), site.getColumnNumber() ?? 1];
  if (name === '' || name.startsWith('node:') || line === null) return undefined;
  const origin = findSourceMap(name)?.findOrigin(line, column);
  const file = name.startsWith('file:') ? fileURLToPath(name) : name;
  return origin !== undefined && 'lineNumber' in origin
    ? { file, line: origin.lineNumber, column: origin.columnNumber }
    : { file, line, column };
};

/** The packages of this project, whose code users cannot fix. */
const ownPackages = resolve(import.meta.dirname, '../..') + sep;

/**
 * Reads the frames of an error. They are cached, since V8 calls `Error.prepareStackTrace` only when the stack is read
 * for the first time.
 */
const callSitesOf = (error: unknown): readonly NodeJS.CallSite[] => {
  if (!(error instanceof Error)) return [];
  const known = framesOf.get(error) ?? readFrames(error);
  framesOf.set(error, known);
  return known;
};

const framesOf = new WeakMap<Error, readonly NodeJS.CallSite[]>();

const readFrames = (error: Error): readonly NodeJS.CallSite[] => {
  const { prepareStackTrace } = Error;
  let found: readonly NodeJS.CallSite[] = [];
  Error.prepareStackTrace = (reason, sites) => {
    found = sites;
    return prepareStackTrace?.(reason, sites) ?? String(reason);
  };
  try {
    void error.stack;
    return found;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
};
