import { isObject, listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import {
  type Expansion,
  type ExpansionStep,
  type Finding,
  type InputProvider,
  type Json,
  type Manifest,
  manifestId,
} from '@helm-charts/types';
import type { Origin } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';
import { isDynamic, providersOf } from './providers.ts';

/** What the Flux Operator makes of a ResourceSet; no expansion if a finding says why it makes nothing here. */
export interface Expanded {
  readonly expansion: Expansion | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Collects the templates of a ResourceSet and its inputs: those in its spec, then those of its providers among the objects
 * (flux-operator: docs/api/v1/resourceset.md). What the inputs of a provider are that asks something outside is known in
 * the cluster only.
 */
export const expansionOf = (
  set: Manifest,
  origin: Origin,
  objects: readonly Manifest[],
): Expanded => {
  const { spec, metadata } = set;
  const report = (
    field: string,
    severity: Finding['severity'],
    message: string,
    { fix, unseen }: Pick<Finding, 'fix' | 'unseen'> = {},
  ): Finding => ({
    rule: 'not-rendered',
    severity,
    ...placeOf(set, field === '' ? [] : ['spec', field], origin),
    message,
    ...(fix !== undefined && { fix }),
    ...(unseen && { unseen }),
  });
  if (metadata.annotations?.['fluxcd.controlplane.io/reconcile']?.toLowerCase() === 'disabled') {
    const message =
      'the ResourceSet is disabled by its annotation, so nothing of it is rendered or checked';
    return {
      expansion: undefined,
      findings: [
        report('', 'warning', message, { unseen: { what: 'rendered', reason: 'suspended' } }),
      ],
    };
  }
  const { providers, missing } = providersOf(set, objects);
  if (missing.length > 0) {
    const message = `the tree has no ${missing.join(', ')}, so the Flux Operator makes nothing of the ResourceSet`;
    const findings = [
      report('inputsFrom', 'error', message, { fix: 'add it, or correct the name' }),
    ];
    return { expansion: undefined, findings };
  }
  const dynamic = providers.filter(isDynamic);
  const findings = dynamic.map((provider) =>
    report(
      'inputsFrom',
      'warning',
      `the inputs of ${manifestId(provider)} are known in the cluster only, so what the ResourceSet makes of them is not rendered or checked`,
      { unseen: { what: 'evaluated', reason: 'generator' } },
    ),
  );
  const strategy = stringAt(spec, 'inputStrategy', 'name');
  // Each permutation needs an input of every provider.
  if (dynamic.length > 0 && strategy === 'Permute') return { expansion: undefined, findings };
  const known = providers.filter((provider) => !isDynamic(provider));
  return {
    expansion: {
      ...(strategy !== undefined && { strategy }),
      includesEmpty: valueAt(spec, 'inputStrategy', 'includeEmptyProviders') === true,
      providers: [inputsOf(set, listAt(spec, 'inputs')), ...known.map(ofStatic)],
      hasProviders: listAt(spec, 'inputsFrom').length > 0,
      steps: stepsOf(spec),
    },
    findings,
  };
};

/** The set with the inputs of its spec, or a provider with those that it exports. */
const inputsOf = ({ apiVersion, kind, metadata }: Manifest, inputs: readonly unknown[]) => ({
  apiVersion,
  kind,
  name: metadata.name,
  namespace: metadata.namespace ?? 'default',
  // The parts of an object are JSON.
  inputs: inputs as readonly Json[],
});

/** A static provider exports its default values, and an id that the cluster gives it. */
const ofStatic = (provider: Manifest): InputProvider => {
  const values = valueAt(provider.spec, 'defaultValues');
  return inputsOf(provider, [{ ...(isObject(values) ? values : {}), id: '0' }]);
};

const stepsOf = (spec: unknown): readonly ExpansionStep[] => {
  const steps = listAt(spec, 'steps');
  return (steps.length > 0 ? steps : [spec]).map((step) => ({
    name: steps.length > 0 ? (stringAt(step, 'name') ?? '') : '',
    resources: listAt(step, 'resources') as readonly Json[],
    template: stringAt(step, 'resourcesTemplate') ?? '',
  }));
};
