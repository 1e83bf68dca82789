import { join } from 'node:path';
import type { Files } from '@helm-charts/flux';
import type { Finding } from '@helm-charts/types';

/**
 * Adds the line to findings about something unseen in the template of a chart, which Helm does not tell: the first one there
 * with the kind of the object.
 */
export const withLines = (
  findings: readonly Finding[],
  workspaceRoot: string,
  files: Files | undefined,
): readonly Finding[] =>
  findings.map((finding) => {
    const { unseen, object, position } = finding;
    if (unseen === undefined || object === undefined || position === undefined) return finding;
    if (position.line !== undefined) return finding;
    const text = files?.text(join(workspaceRoot, position.file)) ?? '';
    const line = text.split('\n').findIndex((one) => kindIn(one) === object.kind) + 1;
    return line === 0 ? finding : { ...finding, position: { ...position, line } };
  });

const kindIn = (line: string): string | undefined => /^\s*kind:\s*["']?([^\s"']+)/.exec(line)?.[1];
