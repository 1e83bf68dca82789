import type { FieldPath } from '@helm-charts/kubernetes';
import { listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import type { BuiltTree } from '../build/tree.ts';
import { isHelmRelease, isKustomization } from '../kinds.ts';
import type { Locate } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';

type Place = ReturnType<typeof placeOf>;

/** That one step of an installation waits for another. */
export interface Wait {
  readonly on: Step;
  /** `spec.dependsOn`, or `applied by`: what makes it wait. */
  readonly why: string;
  /** Where it is written, if somebody wrote it. */
  readonly place: Place | undefined;
}

/**
 * A step of an installation. A Kustomization is applied, and is ready once what it waits for is; a
 * HelmRelease is installed, and ready with that.
 */
export interface Step {
  readonly object: Manifest;
  readonly kind: 'apply' | 'ready' | 'install';
  readonly waits: readonly Wait[];
}

/** The steps of a profile, in the order of its objects. */
export interface Graph {
  readonly steps: readonly Step[];
  /** Dependencies that lead nowhere. */
  readonly findings: readonly Finding[];
}

/**
 * What waits for what when Flux installs a profile (kustomize-controller and helm-controller:
 * internal/controller, checkDependencies): every object for the Kustomization that applies it,
 * `dependsOn` for the readiness of an object of the same kind, and a Kustomization with `wait` or
 * `healthChecks` for the readiness of what it applies.
 */
export const graphOf = ({ layers, locate }: Pick<BuiltTree, 'layers' | 'locate'>): Graph => {
  const findings: Finding[] = [];
  const nodes = new Map<string, MutableNode>();
  const objects = layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));
  for (const object of objects) {
    if (isKustomization(object)) {
      const apply: MutableStep = { object, kind: 'apply', waits: [] };
      const ready: MutableStep = { object, kind: 'ready', waits: [] };
      ready.waits.push({ on: apply, why: 'it is applied', place: undefined });
      nodes.set(manifestId(object), { start: apply, ready });
    } else if (isHelmRelease(object)) {
      const install: MutableStep = { object, kind: 'install', waits: [] };
      nodes.set(manifestId(object), { start: install, ready: install });
    }
  }
  for (const { appliedBy, documents } of layers) {
    const applier = nodes.get(`Kustomization ${appliedBy}`);
    for (const { manifest } of documents) {
      const node = nodes.get(manifestId(manifest));
      // A Kustomization that applies itself does not wait for itself.
      if (node === undefined || applier === undefined || node === applier) continue;
      node.start.waits.push({
        on: applier.start,
        why: `Kustomization ${appliedBy} applies it`,
        place: undefined,
      });
      if (waitsFor(applier.ready.object, manifest)) {
        const field = [
          'spec',
          valueAt(applier.ready.object.spec, 'wait') === true ? 'wait' : 'healthChecks',
        ];
        applier.ready.waits.push({
          on: node.ready,
          why: `${field.join('.')} of Kustomization ${appliedBy}`,
          place: placeOf(applier.ready.object, field, locate(applier.ready.object)),
        });
      }
    }
  }
  for (const { start } of nodes.values()) {
    findings.push(...addDependencies(start, nodes, objects, locate));
  }
  return {
    steps: [...nodes.values()].flatMap(({ start, ready }) => [...new Set([start, ready])]),
    findings,
  };
};

type MutableStep = Step & { readonly waits: Wait[] };

interface MutableNode {
  readonly start: MutableStep;
  readonly ready: MutableStep;
}

/** Flux waits for the object itself, or for the objects that `healthChecks` names. */
const waitsFor = ({ spec }: Manifest, object: Manifest): boolean => {
  if (valueAt(spec, 'wait') === true) return true;
  return listAt(spec, 'healthChecks').some(
    (check) =>
      stringAt(check, 'kind') === object.kind &&
      stringAt(check, 'name') === object.metadata.name &&
      (stringAt(check, 'namespace') ?? 'default') === (object.metadata.namespace ?? 'default'),
  );
};

const addDependencies = (
  step: MutableStep,
  nodes: ReadonlyMap<string, MutableNode>,
  objects: readonly Manifest[],
  locate: Locate,
): readonly Finding[] => {
  const { object } = step;
  return listAt(object.spec, 'dependsOn').flatMap((dependency, index): Finding[] => {
    const name = stringAt(dependency, 'name') ?? '';
    const namespace = stringAt(dependency, 'namespace') || (object.metadata.namespace ?? 'default');
    const path: FieldPath = ['spec', 'dependsOn', index, 'name'];
    const place = placeOf(object, path, locate(object));
    const node = nodes.get(`${object.kind} ${namespace}/${name}`);
    if (node !== undefined) {
      const expression = stringAt(dependency, 'readyExpr') ? ' with readyExpr' : '';
      step.waits.push({ on: node.ready, why: `spec.dependsOn${expression}`, place });
      return [];
    }
    return [
      {
        rule: 'dependency-missing',
        severity: 'error',
        ...place,
        message: `it depends on ${object.kind} ${namespace}/${name}, and nothing installs that, so Flux would wait for ever`,
        fix: hint(name, object.kind, objects),
      },
    ];
  });
};

/** The same name elsewhere is what somebody most likely meant. */
const hint = (name: string, kind: string, objects: readonly Manifest[]): string => {
  const same = objects.find((object) => object.metadata.name === name && isStep(object));
  if (same === undefined) return 'add it, or take the dependency out';
  if (same.kind === kind) return `give it the namespace ${same.metadata.namespace}`;
  return `name a ${kind}; ${manifestId(same)} is of another kind, and only objects of one kind can depend on each other`;
};

const isStep = (object: Manifest): boolean => isKustomization(object) || isHelmRelease(object);
