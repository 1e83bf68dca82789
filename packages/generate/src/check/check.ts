import type { Chart, Finding, ManifestTemplate } from '@helm-charts/types';
import { absentPodFaults } from './absent-pods.ts';
import { checkCertainty } from './certainty.ts';
import { duplicates } from './duplicate.ts';
import { type Fault, type Found, partAt } from './fault.ts';
import { objectFaults } from './object.ts';
import { type Locate, placeOfManifest, problemAt } from './place.ts';
import type { Schemas } from './schema.ts';
import { checkStructure } from './structure.ts';
import { targetPortFaults } from './target-port.ts';
import { templatesOf } from './template.ts';
import { originIn } from './variant.ts';

/**
 * Reports what the API server would reject in a chart's manifests, for all values that a user may set. Checks every branch of every
 * manifest against the strict schema of its kind, and names, labels, ports, mounts, selectors, schedules and address ranges if their texts
 * are known.
 */
export const checkManifests = (
  chart: Chart,
  schemas: Schemas,
  locate: Locate,
): readonly Finding[] => {
  const constraints = chart.rules.map(({ holds }) => holds);
  const templates = templatesOf(Object.values(chart.manifests), constraints);
  const absentPods = absentPodFaults(templates, chart);
  const checked = templates.flatMap((template) => {
    const { manifest, conditions } = template;
    const faults = [
      ...template.variants.map((variant) =>
        objectFaults(variant).map((fault) => ({ variant, fault })),
      ),
      ...(manifest.kind === 'Service' ? targetPortFaults(template, templates, chart) : []),
      ...absentPods(template),
    ];
    return [
      ...checkStructure(manifest, schemas, locate),
      ...checkCertainty(manifest, conditions, locate),
      ...distinct(faults).map((one) => findingOf(manifest, one, locate)),
    ];
  });
  return [...checked, ...duplicates(templates, constraints, locate)];
};

/** The same sentence may be true of several fields: it is said as often as in the variant with most of them. */
const distinct = (variants: readonly (readonly Found[])[]): readonly Found[] => {
  const best = new Map<string, readonly Found[]>();
  for (const variant of variants) {
    for (const { fault } of variant) {
      const key = keyOf(fault);
      const same = variant.filter((one) => keyOf(one.fault) === key);
      if (same.length > (best.get(key)?.length ?? 0)) best.set(key, same);
    }
  }
  return [...best.values()].flat();
};

const keyOf = ({ rule, message }: Fault): string => `${rule} ${message}`;

/** A fault at the innermost part of the template around its field. */
const findingOf = (
  manifest: ManifestTemplate,
  { variant, fault: { keys, ...problem } }: Found,
  locate: Locate,
): Finding => {
  const place = placeOfManifest(manifest);
  const parts = keys.map((_, end) => partAt(variant, keys.slice(0, end + 1)));
  const origin = parts.map(originIn).findLast((one) => one !== undefined) ?? place.origin;
  return problemAt({ ...place, keys, origin }, locate, problem);
};
