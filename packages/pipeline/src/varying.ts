import { chartSource, enumerate, type RuleSet } from '@helm-charts/check';
import type { Engine, VaryingCall } from '@helm-charts/engine';
import type { FluxRelease } from '@helm-charts/flux';
import { type Finding, fieldPath, keysOf, objectIdOf, printPosition } from '@helm-charts/types';
import { type Difference, differencesOf } from './differences.ts';
import type { InstalledRelease } from './releases.ts';

/** An object that differs from one render to the next, since a template calls a function such as `randAlphaNum` or `now`. */
export interface Varying extends Difference {
  /** The release that has it; undefined for a scenario of a chart. */
  readonly flux: FluxRelease | undefined;
  /** The calls in the templates of the chart. */
  readonly calls: readonly VaryingCall[];
}

/**
 * Renders releases once more, with other random values, 400 days later, and in a cluster that has the objects of the first render.
 * A value that the template keeps with `lookup` is the same then; others differ. Releases that call no such function are not
 * rendered again.
 */
export const varyingOf = async (
  releases: readonly InstalledRelease[],
  engine: Engine,
): Promise<readonly Varying[]> => {
  const calling = releases.filter(({ varying }) => varying.length > 0);
  const again = await engine.render(
    calling.map(({ documents, text: _, varying: __, ...release }) => ({
      ...release,
      again: {
        objects: [
          ...(release.cluster?.objects ?? []),
          ...documents.map(({ manifest }) => manifest),
        ],
        isUpgrade: release.cluster?.isUpgrade ?? false,
        seed: 1,
      },
    })),
  );
  return calling.flatMap(({ documents, flux, varying: calls }, index) => {
    const other = again[index]?.value;
    if (other === undefined) return [];
    return differencesOf(documents, other.documents)
      .filter(({ isIn }) => isIn !== 'second')
      .map((difference): Varying => ({ ...difference, flux, calls }));
  });
};

/**
 * Adds to the findings of rules those of objects that differ from one render to the next. They replace those of the rule
 * `template-random` for the same line of a template. For charts of others, whose users cannot change them, they are hints; the same
 * holds where the rule is not in use.
 */
export const withVarying = (
  broken: readonly Finding[],
  varying: readonly Varying[],
  ruleSets: readonly RuleSet[],
): readonly Finding[] => {
  const isUsed = ruleSets.some(({ rules }) => rules.some(({ id }) => id === rule));
  const isForeign = ({ flux }: Varying): boolean =>
    flux !== undefined && chartSource(flux.helmRelease) === 'HelmRepository';
  const found = varying.map((one) => findingOf(one, isUsed && !isForeign(one) ? 'error' : 'info'));
  const lines = new Set(
    varying.flatMap(({ calls }) => calls.flatMap(({ position }) => place(position))),
  );
  return [
    ...broken.filter(
      (finding) =>
        finding.rule !== rule || !place(finding.position).some((line) => lines.has(line)),
    ),
    ...found,
  ];
};

/** The rule of the rule set `flux` that reads the text of templates. */
const rule = 'template-random';

const place = (position: Finding['position']): readonly string[] =>
  position?.line === undefined ? [] : [`${position.file}:${position.line}`];

/** What differs, as a finding. */
const findingOf = (
  { document: { manifest, source }, fields, calls }: Varying,
  severity: Finding['severity'],
): Finding => {
  const here = calls.filter(({ position }) => position?.file === source);
  // What helpers and texts for tpl call may end up in any template.
  const causes = calls.filter(
    ({ position }) => position === undefined || position.file === source || isHelper(position.file),
  );
  const [line] = here.flatMap(({ position }) => position?.line ?? []);
  const [pointer] = fields.length === 1 ? fields : [];
  const verb = causes.length === 1 ? 'gives' : 'give';
  return {
    rule,
    severity,
    object: objectIdOf(manifest),
    ...(pointer !== undefined && { pointer }),
    position: { file: source, ...(line !== undefined && { line }) },
    message: `${listed(causes.map(callOf))} ${verb} ${changed(fields)} at each render, so every upgrade of the release changes the object`,
    fix: 'keep the value of the existing object with lookup, or read it from .Values or a Secret',
    link: `docs/rules/flux.md#${rule}`,
  };
};

const changed = (fields: readonly string[]): string => {
  if (fields.length === 0) return 'the object another name';
  if (fields.length === 1) return 'it another value';
  return `${listed(fields.map((field) => fieldPath(keysOf(field))))} other values`;
};

/** How many fields and calls a message names. */
const most = 3;

const listed = (all: readonly string[]): string =>
  all.length > most
    ? `${all.slice(0, most).join(', ')} and ${all.length - most} more`
    : enumerate(all);

const isHelper = (file: string): boolean => /(^|\/)_[^/]*$/.test(file);

const callOf = ({ function: name, position }: VaryingCall): string =>
  position === undefined ? `${name} in a text for tpl` : `${name} (${printPosition(position)})`;
