import { type Checked, type Manifest, objectIdOf } from '@helm-charts/types';
import { conditionOf, type LiveObject, type Reference, reference } from './api/object.ts';
import { applyObject } from './apply.ts';
import { readDocuments } from './documents.ts';
import type { Session } from './session.ts';
import { until } from './until.ts';

/** Whether the kinds of the profile's Flux objects are served and each controller has its Deployment. */
export const isFluxThere = async ({ api, site }: Session): Promise<boolean> => {
  const kinds = [site.source, site.root, ...site.releases.map((release) => release.reference)];
  const served = await Promise.all(kinds.map((kind) => api.serves(kind)));
  if (!served.every(Boolean)) return false;
  const deployments = await Promise.all(
    controllers.map((name) =>
      api.get(reference('apps/v1', 'Deployment', name, site.fluxNamespace)),
    ),
  );
  return deployments.every((deployment) => deployment !== undefined);
};

/** The controllers that a profile needs. */
export const controllers = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
] as const;

/** The objects of the manifest of Flux that a file holds, in the order in which they are applied. */
export const readFluxManifest = (file: string): Checked<readonly Manifest[]> => {
  const { value: documents, findings } = readDocuments(file, '--flux-manifest');
  if (documents === undefined) return { findings };
  const objects = documents.filter(isObject);
  const names = objects.map(({ metadata }) => metadata.name);
  const missing = controllers.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const message = `this is no manifest of Flux, since it lacks ${missing.join(', ')}`;
    const fix = 'write it with "flux install --export"';
    return { findings: [{ rule: 'flux', severity: 'error', position: { file }, message, fix }] };
  }
  return { value: objects.toSorted((a, b) => rank(a) - rank(b)), findings: [] };
};

/** The Deployments come last: where they are all there, so is everything else. */
const rank = ({ kind }: Manifest): number =>
  ({ Namespace: 0, CustomResourceDefinition: 1, Deployment: 3 })[kind] ?? 2;

/** Installs Flux as its manifest says. */
export const installFlux = async (
  session: Session,
  objects: readonly Manifest[],
): Promise<void> => {
  for (const object of objects) {
    await applyObject(session, object);
    if (object.kind === 'CustomResourceDefinition') {
      await reached(session, object, 'Established');
    }
  }
};

/** Waits until the controllers of Flux run. */
export const awaitFlux = async (session: Session): Promise<void> => {
  for (const name of controllers) {
    const of = reference('apps/v1', 'Deployment', name, session.site.fluxNamespace);
    await reached(session, of, 'Available');
  }
};

const reached = async (session: Session, of: Reference, condition: string): Promise<void> => {
  if (session.dryRun) return;
  await until(session, async () => {
    const object = await session.api.get(of);
    if (isCurrent(object) && conditionOf(object, condition)?.status === 'True') return undefined;
    const message =
      (object && conditionOf(object, condition)?.message) ?? `it is not ${condition} yet`;
    return [{ rule: 'flux', severity: 'error', object: objectIdOf(of), message }];
  });
};

const isCurrent = (object: LiveObject | undefined): object is LiveObject =>
  object !== undefined &&
  (object.status?.observedGeneration ?? object.metadata.generation) === object.metadata.generation;

const isObject = (document: unknown): document is Manifest =>
  typeof (document as Partial<Manifest> | null)?.metadata?.name === 'string';
