import type { Condition, ManifestTemplate, When } from '@helm-charts/types';
import { controlOf } from '../emit/presence.ts';
import type { Fields } from './fault.ts';
import { type Assignment, assignments, variantOf } from './variant.ts';

/** A manifest of a chart. */
export interface Template {
  readonly manifest: ManifestTemplate;
  /** It stands there where all of them hold. */
  readonly conditions: readonly Condition[];
  /** What the chart writes of it, once for each way in which the conditions in it may hold. */
  readonly variants: readonly Fields[];
}

/** All manifests of a chart whose conditions obey these rules. */
export const templatesOf = (
  of: unknown,
  rules: readonly Condition[],
  conditions: readonly Condition[] = [],
): readonly Template[] => {
  if (Array.isArray(of)) return of.flatMap((one) => templatesOf(one, rules, conditions));
  const control = controlOf(of);
  if (control !== undefined) {
    const { body, condition } = control as When<unknown>;
    return templatesOf(body, rules, [...conditions, condition]);
  }
  const manifest = of as ManifestTemplate;
  const variants = assignments(manifest, rules).map((holds) => variantIn(manifest, holds));
  return [{ manifest, conditions, variants }];
};

/** The manifests as they stand beside each other under each assignment of all their conditions. */
export const variantsTogether = (
  templates: readonly Template[],
  rules: readonly Condition[],
): readonly (readonly (Fields | undefined)[])[] =>
  assignments(templates.map(withConditions), rules).map((holds) =>
    templates.map((template) => standing(template, holds)),
  );

const standing = ({ manifest, conditions }: Template, holds: Assignment): Fields | undefined =>
  conditions.every(holds) ? variantIn(manifest, holds) : undefined;

const variantIn = (manifest: ManifestTemplate, holds: Assignment): Fields =>
  // A manifest is an object in every variant.
  variantOf(manifest, holds) as Fields;

/** A manifest with the conditions around it, as one template. */
const withConditions = ({ manifest, conditions }: Template): unknown => [
  manifest,
  ...conditions.map((condition) => ({ kind: 'when', condition, body: {} })),
];
