import { relative } from 'node:path';
import { isHelmRelease, isKustomization } from '@helm-charts/flux';
import {
  type Finding,
  type Manifest,
  type ObjectId,
  objectIdOf,
  printObjectId,
} from '@helm-charts/types';
import type { ChartInput } from '../input.ts';
import type { Simulated } from '../simulate.ts';
import type { Unseen } from './unseen.ts';

/**
 * What an input asks for and a run did not render, unless a finding is marked with the reason. The reason is then an error
 * of it: an invalid kustomization, values that the chart refuses, a template that fails.
 */
export const brokenOf = (simulated: Simulated, findings: readonly Finding[]): readonly Unseen[] =>
  simulated.input.kind === 'chart'
    ? scenariosOf(simulated.input, simulated)
    : [...rootOf(simulated), ...objectsOf(simulated, findings)];

const broken = { what: 'rendered', reason: 'error' } as const;

const scenariosOf = (
  { scenarios, directory, workspaceRoot }: ChartInput,
  { installed }: Simulated,
): readonly Unseen[] => {
  const rendered = new Set(installed.map(({ label }) => label));
  const position = { file: relative(workspaceRoot, directory) || '.' };
  return scenarios
    .map(({ name }) => `scenario ${name}`)
    .filter((label) => !rendered.has(label))
    .map((subject) => ({ ...broken, subject, position }));
};

/** The directory itself. */
const rootOf = ({ input, built: { layers } }: Simulated): readonly Unseen[] => {
  const path = relative(input.workspaceRoot, input.directory);
  if (layers.some((layer) => layer.path === path)) return [];
  const subject = path || '.';
  return [{ ...broken, subject: `folder ${subject}`, position: { file: subject } }];
};

const objectsOf = (
  { built: { layers, locate }, installed }: Simulated,
  findings: readonly Finding[],
): readonly Unseen[] => {
  const releases = new Set(installed.map(({ flux }) => flux?.helmRelease));
  const applied = new Set(layers.map(({ appliedBy }) => appliedBy));
  // What another Kustomization already applies is rendered with that one.
  const explained = new Set(
    findings.flatMap(({ rule, severity, unseen, object }) =>
      object && (unseen?.what === 'rendered' || (rule === 'duplicate' && severity === 'warning'))
        ? [keyOf(object)]
        : [],
    ),
  );
  const isRendered = (manifest: Manifest): boolean =>
    isHelmRelease(manifest)
      ? releases.has(manifest)
      : applied.has(`${manifest.metadata.namespace ?? 'default'}/${manifest.metadata.name}`);
  return layers
    .flatMap(({ documents }) => documents)
    .map(({ manifest }) => manifest)
    .filter((manifest) => isHelmRelease(manifest) || isKustomization(manifest))
    .filter((manifest) => !isRendered(manifest) && !explained.has(keyOf(objectIdOf(manifest))))
    .map((manifest) => {
      const [object, position] = [objectIdOf(manifest), locate(manifest)?.at()];
      const subject = printObjectId(object);
      return { ...broken, subject, object, ...(position && { position }) };
    });
};

const keyOf = (object: ObjectId): string => `${object.apiVersion} ${printObjectId(object)}`;
