import { type GeneratedFile, generateChart, generateProfile } from '@helm-charts/generate';
import { loadChart, loadProfile, sourcesOf } from './load.ts';
import { type Place, type Project, placeOf } from './place.ts';
import { count, type Report, reportOf } from './report.ts';
import { checkGenerated, writeGenerated } from './write.ts';

export interface GenerateOptions {
  /** Write nothing; what differs is a finding. */
  readonly check?: boolean;
  /** Replace files even where somebody edited them. */
  readonly force?: boolean;
}

/** Writes the files that a chart's or profile's sources define, or checks them. */
export const generate = (
  project: Project,
  { check = false, force = false }: GenerateOptions = {},
): Promise<Report> =>
  reportOf(project.root, async () => {
    const place = placeOf(project);
    const files = await filesOf(place);
    const target = { directory: place.directory, name: place.root };
    if (check) {
      await checkGenerated(target, files);
      return {
        summary: `${place.root}: ${count(files.length, 'file')} as generated`,
        findings: [],
        exitCode: 0,
      };
    }
    const changed = await writeGenerated(target, files, { force });
    const list = changed.length === 0 ? '' : `: ${changed.join(', ')}`;
    return {
      summary: `${place.root}: ${count(files.length, 'file')}, ${changed.length} changed${list}`,
      findings: [],
      exitCode: 0,
    };
  });

const filesOf = async (place: Place): Promise<readonly GeneratedFile[]> =>
  place.kind === 'chart'
    ? generateChart(await loadChart(place), sourcesOf(place))
    : generateProfile(await loadProfile(place));
