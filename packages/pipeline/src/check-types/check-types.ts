import { unlessAborted } from '../interrupted.ts';
import { type Project, placeOf } from '../place.ts';
import { type Report, refused, reportOf } from '../report.ts';
import { typeFindings } from './findings.ts';
import { hasErrors } from './with-types.ts';

/** Type-checks the sources of a chart or profile. */
export const checkTypes = (project: Project, signal?: AbortSignal): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: place, findings: misplaced } = placeOf(project);
    if (place === undefined) return refused(project.root, misplaced);
    const findings = await unlessAborted(signal, typeFindings(place));
    if (hasErrors(findings)) return refused(project.root, findings, 1);
    return { summary: `${project.root || '.'}: types checked`, findings, exitCode: 0 };
  });
