import type { Condition, Finding } from '@helm-charts/types';
import { below, type Locate, placeOfManifest, problemAt } from './place.ts';
import type { Template } from './template.ts';
import { assignments, textOf } from './variant.ts';

/** Manifests of one kind and name that may stand there together. */
export const duplicates = (
  templates: readonly Template[],
  rules: readonly Condition[],
  locate: Locate,
): readonly Finding[] => {
  const byKey = new Map<string, readonly Template[]>();
  for (const one of templates) byKey.set(keyOf(one), [...(byKey.get(keyOf(one)) ?? []), one]);
  return [...byKey.values()].flatMap((same) => {
    const [, second] = same;
    if (second === undefined || !mayMeet(same, rules)) return [];
    return [
      problemAt(below(placeOfManifest(second.manifest), 'metadata', undefined), locate, {
        rule: 'object-duplicate',
        message: 'the chart has two objects of this kind and name, and Flux refuses such a release',
        fix: "give one of them another name, for example named(component, names.withSuffix('config'))",
      }),
    ];
  });
};

const keyOf = ({ manifest }: Template): string => {
  const { name, namespace } = Object(manifest.metadata) as {
    readonly name?: unknown;
    readonly namespace?: unknown;
  };
  return textOf([manifest.apiVersion, manifest.kind, namespace, name]);
};

const mayMeet = (templates: readonly Template[], rules: readonly Condition[]): boolean => {
  const conditions = templates.flatMap((one) => one.conditions);
  const parts = conditions.map((condition) => ({ kind: 'when', condition, body: {} }));
  return assignments(parts, rules).some(
    (holds) => templates.filter((one) => one.conditions.every(holds)).length > 1,
  );
};
