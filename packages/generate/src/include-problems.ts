import { closest, type Finding, originOf } from '@helm-charts/types';
import type { Sources } from './chart.ts';
import { definitionsIn } from './definitions-in.ts';
import type { Templates } from './templates.ts';

/** The includes of templates that neither the chart nor what lies in its folder `charts` defines; none where that is not known. */
export const includeProblems = (
  { files, reads }: Templates,
  foreign: ReadonlySet<string> | undefined,
  locate: NonNullable<Sources['locate']>,
): readonly Finding[] => {
  if (foreign === undefined) return [];
  const own = [...files.values()].flatMap(definitionsIn);
  const all = new Set([...foreign, ...own]);
  return [...reads.foreign]
    .filter(({ template }) => !all.has(template))
    .map((of) => {
      const origin = originOf(of);
      const position = (origin && locate(origin)) ?? { file: 'src/chart.ts' };
      const like = closest(of.template, [...all]);
      return {
        rule: 'include-undefined',
        severity: 'error',
        position,
        message: `include('${of.template}'): no chart in charts/ defines a template of this name, so Helm can't render the chart`,
        fix:
          like === undefined
            ? 'correct the name, or bring the version of the chart that defines it with helm-charts dependencies update'
            : `did you mean ${like}?`,
      };
    });
};
