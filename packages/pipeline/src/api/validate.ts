import { isDeepStrictEqual } from 'node:util';
import {
  type ApiServer,
  type Creation,
  definitionsAmong,
  labelsOfNamespaces,
} from '@helm-charts/engine';
import { positionOf } from '@helm-charts/kubernetes';
import {
  type Finding,
  groupBy,
  type Manifest,
  type ObjectId,
  objectIdOf,
  type Position,
} from '@helm-charts/types';
import type { Simulated } from '../simulate.ts';
import { type Applied, appliedOf, located } from './applied.ts';
import type { FindDefinition } from './known-definitions.ts';
import { duplicateEntries } from './list-keys.ts';
import { updatesOf } from './updates.ts';

/** What the API server would say of the objects of all inputs. */
export interface ApiResult {
  readonly findings: readonly Finding[];
  /** The objects that the rules of the API server were not applied to. */
  readonly unvalidated: readonly Unvalidated[];
  /** What to do for the rules of the target; undefined if they were applied. */
  readonly otherVersion?: string | undefined;
}

/** An object that the rules of the API server were not applied to. */
export interface Unvalidated {
  readonly object: ObjectId;
  readonly position: Position;
  /**
   * - `not-built`: the program is missing;
   * - `no-definition`: neither Kubernetes, the tree nor the known definitions have its kind, so only a schema of the workspace may have been applied;
   * - `part`: it is merged into an object that something else creates;
   * - `unknown-values`: it can't be read before its unknown values are known.
   */
  readonly reason: 'not-built' | 'no-definition' | 'part' | 'unknown-values';
  /** What to do, as an imperative; undefined if there is nothing to do. */
  readonly fix?: string;
}

/** What is known besides the objects. */
export interface Before {
  /** The objects of the previous release, each with its namespace. */
  readonly previous?: readonly Manifest[] | undefined;
  /** Finds the definitions of custom kinds that are not among the objects. */
  readonly definitionOf?: FindDefinition | undefined;
}

/**
 * Validates all objects as the API server does, each in its cluster and namespace: their creation, and, where a previous
 * release is known or an upgrade was rendered, their update.
 * @throws {Failure} With exit code 3 if the program ends before it has answered.
 */
export const validateAsApplied = async (
  simulated: readonly Simulated[],
  server: ApiServer,
  { previous = [], definitionOf = () => undefined }: Before = {},
): Promise<ApiResult> => {
  const inputs = simulated.map((one, index) => appliedOf(one, index));
  const objects = inputs.flat();
  const whole = objects.filter(({ isPart }) => !isPart);
  const known = knownOf(objects, definitionOf);
  const updates = simulated.flatMap(({ upgraded }, index) =>
    updatesOf(inputs[index] ?? [], previous, upgraded),
  );
  const [created, updated] = await Promise.all([
    server.create(whole.map((one) => ({ document: one.document, ...known(one) }))),
    server.update(
      updates.map(({ old, applied }) => ({
        old,
        new: applied.document,
        definition: known(applied).definition,
      })),
    ),
  ]);
  const ofCreation = findingsOf(created, whole);
  const ofUpdate = findingsOf(
    updated,
    updates.map(({ applied }) => applied),
  );
  const said = new Set(ofCreation.map(keyOf));
  const duplicates = whole.flatMap((one) =>
    duplicateEntries(one).map((finding) => located(finding, one)),
  );
  return {
    findings: [
      ...withoutDuplicates(ofCreation, duplicates),
      // An update is validated as a creation is, too.
      ...ofUpdate.filter((finding) => !said.has(keyOf(finding))),
      ...duplicates,
    ],
    unvalidated: unvalidatedOf(objects, whole, created),
    otherVersion:
      created.status === 'validated' && whole.length > 0 ? created.otherVersion?.fix : undefined,
  };
};

type Answer = Awaited<ReturnType<ApiServer['create']>>;

const findingsOf = (answer: Answer, objects: readonly Applied[]): readonly Finding[] =>
  answer.status === 'not-built'
    ? []
    : [
        ...answer.findings,
        ...objects.flatMap((one, index) =>
          (answer.verdicts[index]?.findings ?? []).map((finding) => located(finding, one)),
        ),
      ];

const keyOf = ({ object, pointer, message }: Finding): string =>
  JSON.stringify([object, pointer, message]);

/** A creation refuses some of the entries that server-side apply refuses, and names their values in place of the key. */
const withoutDuplicates = (
  findings: readonly Finding[],
  duplicates: readonly Finding[],
): readonly Finding[] =>
  findings.filter(
    ({ object, pointer, message }) =>
      !/^Duplicate value/.test(message) ||
      !duplicates.some(
        (other) =>
          isDeepStrictEqual(other.object, object) && `${pointer}/`.startsWith(`${other.pointer}/`),
      ),
  );

/** What matters of the cluster of an object. */
const knownOf = (
  objects: readonly Applied[],
  find: FindDefinition,
): ((applied: Applied) => Pick<Creation, 'labels' | 'definition'>) => {
  const clusters = new Map(
    [...groupBy(objects, ({ cluster }) => cluster)].map(([cluster, all]) => {
      const documents = all.map(({ document }) => document);
      return [
        cluster,
        { labelsOf: labelsOfNamespaces(documents), definitionOf: definitionsAmong(documents) },
      ];
    }),
  );
  return ({ cluster, document, namespace }) => {
    const { labelsOf, definitionOf } = clusters.get(cluster) ?? {};
    return {
      labels: labelsOf?.(document, namespace),
      // The definition that the tree installs may be of another release of its project.
      definition: definitionOf?.(document) ?? find(document.manifest),
    };
  };
};

const unvalidatedOf = (
  objects: readonly Applied[],
  whole: readonly Applied[],
  answer: Answer,
): readonly Unvalidated[] => {
  const one = (
    { document: { manifest, source } }: Applied,
    reason: Unvalidated['reason'],
    fix?: string,
  ): Unvalidated => ({
    object: objectIdOf(manifest),
    position: positionOf(source),
    reason,
    ...(fix !== undefined && { fix }),
  });
  const parts = objects.filter(({ isPart }) => isPart).map((applied) => one(applied, 'part'));
  if (answer.status === 'not-built') {
    return [...whole.map((applied) => one(applied, 'not-built', answer.fix)), ...parts];
  }
  return [
    ...whole.flatMap((applied, index) => {
      const reason = answer.verdicts[index]?.unvalidated;
      return reason === undefined ? [] : [one(applied, reason)];
    }),
    ...parts,
  ];
};
