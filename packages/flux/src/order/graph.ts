import type { FieldPath } from '@helm-charts/kubernetes';
import { listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { applierOf, type BuiltTree } from '../build/tree.ts';
import { isHelmRelease, isKustomization, isOperatorKind } from '../kinds.ts';
import { placeOf } from '../sources/place.ts';

type Place = ReturnType<typeof placeOf>;

/** A dependency of one installation step on another. */
export interface Wait {
  readonly on: Step;
  /** The reason, for instance `spec.dependsOn`. */
  readonly why: string;
  /** Finds its position in a file, for a finding; undefined if it is in no file. */
  readonly place: (() => Place) | undefined;
}

/**
 * A step of an installation. A Kustomization has two steps: it is applied, and it becomes ready
 * after the objects that it waits for. A HelmRelease has one: it is installed and then ready.
 */
export interface Step {
  readonly object: Manifest;
  readonly kind: 'apply' | 'ready' | 'install';
  readonly waits: readonly Wait[];
}

/** What the order of a tree depends on. */
export type OrderedTree = Pick<BuiltTree, 'layers' | 'locate' | 'isPartial'>;

/** The steps of a profile, in the order of its objects. */
export interface Graph {
  readonly steps: readonly Step[];
  /** Dependencies on objects that do not exist. */
  readonly findings: readonly Finding[];
}

/**
 * Builds the dependency graph of a profile as Flux installs it (kustomize-controller and
 * helm-controller: internal/controller, checkDependencies): each object waits for the Kustomization
 * that applies it, `dependsOn` waits until an object of the same kind is ready, and a Kustomization
 * with `wait` or `healthChecks` waits until the objects that it applies are ready.
 */
export const graphOf = ({ layers, locate, isPartial }: OrderedTree): Graph => {
  const findings: Finding[] = [];
  const nodes = new Map<string, MutableNode>();
  const objects = layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));
  for (const object of objects) {
    if (isKustomization(object) || isOperatorKind(object, 'ResourceSet')) {
      const apply: MutableStep = { object, kind: 'apply', waits: [] };
      const ready: MutableStep = { object, kind: 'ready', waits: [] };
      ready.waits.push({ on: apply, why: 'it is applied', place: undefined });
      nodes.set(manifestId(object), { start: apply, ready });
    } else if (isHelmRelease(object)) {
      const install: MutableStep = { object, kind: 'install', waits: [] };
      nodes.set(manifestId(object), { start: install, ready: install });
    }
  }
  for (const layer of layers) {
    const appliedBy = applierOf(layer);
    const applier = appliedBy === undefined ? undefined : nodes.get(appliedBy);
    for (const { manifest } of layer.documents) {
      const node = nodes.get(manifestId(manifest));
      // A Kustomization that applies itself does not wait for itself.
      if (node === undefined || applier === undefined || node === applier) continue;
      node.start.waits.push({
        on: applier.start,
        why: `${appliedBy} applies it`,
        place: undefined,
      });
      if (waitsFor(applier.ready.object, manifest)) {
        const field = [
          'spec',
          valueAt(applier.ready.object.spec, 'wait') === true ? 'wait' : 'healthChecks',
        ];
        applier.ready.waits.push({
          on: node.ready,
          why: `${field.join('.')} of ${appliedBy}`,
          place: () => placeOf(applier.ready.object, field, locate(applier.ready.object)),
        });
      }
    }
  }
  for (const { start } of nodes.values()) {
    findings.push(...addDependencies(start, nodes, objects, { locate, isPartial }));
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
  { locate, isPartial }: Pick<OrderedTree, 'locate' | 'isPartial'>,
): readonly Finding[] => {
  const { object } = step;
  return listAt(object.spec, 'dependsOn').flatMap((dependency, index): Finding[] => {
    const name = stringAt(dependency, 'name') ?? '';
    // A ResourceSet names the kind of each dependency; of most kinds nobody knows whether the cluster has the object.
    const kind = stringAt(dependency, 'kind') ?? object.kind;
    if (!stepKinds.has(kind)) return [];
    const namespace = stringAt(dependency, 'namespace') || (object.metadata.namespace ?? 'default');
    const path: FieldPath = ['spec', 'dependsOn', index, 'name'];
    const place = () => placeOf(object, path, locate(object));
    const node = nodes.get(`${kind} ${namespace}/${name}`);
    if (node !== undefined) {
      const expression = stringAt(dependency, 'readyExpr') ? ' with readyExpr' : '';
      const isReady =
        !isOperatorKind(object, 'ResourceSet') || valueAt(dependency, 'ready') === true;
      const on = isReady ? node.ready : node.start;
      step.waits.push({ on, why: `spec.dependsOn${expression}`, place });
      return [];
    }
    return [
      {
        rule: 'dependency-missing',
        severity: isPartial ? 'warning' : 'error',
        ...place(),
        message: isPartial
          ? `it depends on ${kind} ${namespace}/${name}, which is not in what is rendered; if nothing else applies it, Flux waits forever`
          : `it depends on ${kind} ${namespace}/${name}, which the profile does not have, so Flux waits forever`,
        fix: hint(name, kind, objects),
      },
    ];
  });
};

/** An object with the same name in another namespace or of another kind is probably meant. */
const hint = (name: string, kind: string, objects: readonly Manifest[]): string => {
  const same = objects.find((object) => object.metadata.name === name && isStep(object));
  if (same === undefined) return 'add it, or remove the dependency';
  if (same.kind === kind) return `set namespace to ${same.metadata.namespace}`;
  return `name a ${kind}: a ${kind} can only depend on a ${kind}, and ${manifestId(same)} is of another kind`;
};

const isStep = (object: Manifest): boolean => isKustomization(object) || isHelmRelease(object);

const stepKinds: ReadonlySet<string> = new Set(['Kustomization', 'HelmRelease', 'ResourceSet']);
