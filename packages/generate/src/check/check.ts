import {
  type Chart,
  type Condition,
  expressionOf,
  type Finding,
  type ManifestTemplate,
  type When,
} from '@helm-charts/types';
import { controlOf } from '../emit/presence.ts';
import { checkCertainty } from './certainty.ts';
import { duplicates, type Template } from './duplicate.ts';
import { objectFaults } from './object.ts';
import { below, type Locate, type Place, placeOfManifest, problemAt } from './place.ts';
import type { Schemas } from './schema.ts';
import { checkStructure } from './structure.ts';
import { assignments, variantOf } from './variant.ts';

/**
 * What the API server would refuse of a chart's manifests, whatever values a user sets: every branch of every manifest is checked against the
 * strict schema of its kind, and names, labels, ports, mounts, selectors, schedules and address ranges as far as their texts are known.
 */
export const checkManifests = (
  { manifests, rules }: Chart,
  schemas: Schemas,
  locate: Locate,
): readonly Finding[] => {
  const constraints = rules.map(({ holds }) => holds);
  const templates = templatesOf(Object.values(manifests));
  const checked = templates.flatMap(({ manifest }) => {
    const faults = assignments(manifest, constraints).flatMap((holds) =>
      // A manifest is an object in every variant.
      objectFaults(variantOf(manifest, holds) as Readonly<Record<string, unknown>>),
    );
    const found = new Map(faults.map((fault) => [`${fault.rule} ${fault.message}`, fault]));
    return [
      ...checkStructure(manifest, schemas, locate),
      ...checkCertainty(manifest, locate),
      ...[...found.values()].map(({ keys, ...problem }) =>
        problemAt(placeAt(manifest, keys), locate, problem),
      ),
    ];
  });
  return [...checked, ...duplicates(templates, constraints, locate)];
};

/** All manifests of a chart, with the conditions under which each stands there. */
const templatesOf = (of: unknown, conditions: readonly Condition[] = []): readonly Template[] => {
  if (Array.isArray(of)) return of.flatMap((one) => templatesOf(one, conditions));
  const control = controlOf(of);
  if (control === undefined) return [{ manifest: of as ManifestTemplate, conditions }];
  const { body, condition } = control as When<unknown>;
  return templatesOf(body, [...conditions, condition]);
};

/** The place of a field, with the innermost part of the template around it. Indices in a variant may be others than in the template. */
const placeAt = (manifest: ManifestTemplate, keys: readonly (string | number)[]): Place => {
  const start = { place: placeOfManifest(manifest), part: manifest as unknown };
  const { place } = keys.reduce(({ place, part }, key) => {
    const inner =
      typeof part === 'object' && part !== null && expressionOf(part) === undefined
        ? Reflect.get(part, key)
        : undefined;
    return { place: below(place, key, inner), part: inner as unknown };
  }, start);
  return place;
};
