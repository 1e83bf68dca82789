import type { Target } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import { withTypes } from './check-types/with-types.ts';
import type { Inspection } from './inspect.ts';
import { documentsOf } from './output.ts';
import type { Project } from './place.ts';
import type { Subject } from './render.ts';
import { count, type Report } from './report.ts';
import { describeTarget } from './target.ts';
import { withLines } from './unseen/lines.ts';
import { isShown, strictly } from './unseen/strict.ts';
import { unseenText } from './unseen/text.ts';
import { unseenOf } from './unseen/unseen.ts';

/** What the report of an inspection needs besides its result. */
interface Reported {
  /** The findings of TypeScript and of the target. */
  readonly types: readonly Finding[];
  /** Whether everything that was not rendered, not validated or not evaluated is an error. */
  readonly isStrict: boolean;
  readonly target: Target;
}

/** Makes the report of a project: the findings for people, what was not looked at, and the exit code. */
export const reportInspection = (
  { workspace, root }: Project,
  { what, details, isForeign = false }: Subject,
  { simulated, notValidated, isWhole, findings }: Inspection,
  { types, isStrict, target }: Reported,
): Report => {
  const found = withTypes(findings, types).map(
    (finding): Finding =>
      isForeign && stricterThanFlux.has(finding.rule)
        ? { ...finding, severity: 'warning' }
        : finding,
  );
  const located = withLines(found, workspace, simulated[0]?.input.files);
  const all = isStrict ? strictly(located) : found;
  const unseen = unseenOf(simulated, located);
  const shown = all.filter(isShown);
  const manifests = count(simulated.flatMap(documentsOf).length, 'manifest');
  const lines = [...describeTarget(target), ...(details?.(simulated) ?? [])];
  const hasErrors = all.some(({ severity }) => severity === 'error');
  return {
    summary: `${root || '.'}: ${what(simulated)}, ${manifests}, ${tally(shown)}${unseenText(unseen)}`,
    ...(lines.length > 0 && { details: lines }),
    findings: shown,
    unseen,
    exitCode: Math.max(hasErrors ? 1 : 0, isWhole ? 0 : 2, notValidated?.exitCode ?? 0),
  };
};

/** What Flux accepts, so that it is only a warning in a tree of others. */
const stricterThanFlux: ReadonlySet<string> = new Set(['unknown-kind', 'secret-in-git']);

/** Warnings do not change the exit code and are counted separately. */
const tally = (findings: readonly Finding[]): string => {
  const number = (wanted: Finding['severity']) =>
    findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [number('error'), number('warning')];
  return [count(errors, 'finding'), ...(warnings > 0 ? [count(warnings, 'warning')] : [])].join(
    ', ',
  );
};
