import { setImmediate } from 'node:timers/promises';
import { type Engine, type Gates, settleAll } from '@helm-charts/engine';
import { leftOut } from '@helm-charts/flux';
import { defaultTarget, type Target } from '@helm-charts/kubernetes';
import { Failure, type Finding, type Manifest } from '@helm-charts/types';
import { type FindDefinition, knownDefinitions } from './api/known-definitions.ts';
import { withoutRepeats } from './api/repeats.ts';
import { type ApiResult, validateAsApplied } from './api/validate.ts';
import { deduplicate } from './deduplicate.ts';
import { withOperatorKinds } from './flux-operator.ts';
import type { Input } from './input.ts';
import { documentsOf, writeOutput } from './output.ts';
import type { KnownKinds } from './schemas/known.ts';
import { withServedApis } from './schemas/served.ts';
import { customObjects } from './schemas/validate.ts';
import { apisOfCrds } from './served-apis.ts';
import { describe, install, type Simulated } from './simulate.ts';
import { generatorFindings } from './unseen/generators.ts';
import { unvalidated, withOtherApiServer, withoutApiServer } from './unseen/unvalidated.ts';

/** The result for related inputs, for instance a profile and its air-gapped variant. */
export interface Inspection {
  readonly simulated: readonly Simulated[];
  readonly findings: readonly Finding[];
  /** The failure of the validation; undefined if every object was validated. */
  readonly notValidated: Failure | undefined;
  readonly isWhole: boolean;
}

/** The inputs that are inspected together. */
export interface Inspected {
  /** The name of the validation cache. */
  readonly name: string;
  readonly inputs: readonly Input[];
  /** The schemas of custom kinds for the validation. */
  readonly kinds?: KnownKinds;
  /** The feature gates of the API server. */
  readonly gates?: Gates;
  /** The objects of the previous release, if the upgrade from it is checked. */
  readonly previous?: readonly Manifest[] | undefined;
  /** The versions of Kubernetes and Flux that the API server has; the default ones unless set. */
  readonly target?: Target;
  /** Runs the rules on the results of all inputs. */
  readonly check: (simulated: readonly Simulated[]) => readonly Finding[];
}

/**
 * Renders inputs, validates every object against the schema of its kind and by the rules of the API server, and checks the
 * rules.
 */
export const inspect = async (
  {
    name,
    inputs,
    check,
    previous,
    gates,
    kinds = () => undefined,
    target = defaultTarget,
  }: Inspected,
  engine: Engine,
): Promise<Inspection> => {
  const server = engine.apiServer(name, gates);
  const known = knownDefinitions(target);
  // The cluster has what the workspace has a schema of.
  const definitionOf: FindDefinition = (manifest) =>
    kinds(manifest.apiVersion, manifest.kind) === undefined ? known(manifest) : undefined;
  try {
    server?.start();
    const installed = await settleAll(inputs.map((input) => install(input, engine)));
    const documents = installed.flatMap(({ built, applied }) =>
      documentsOf({ built, installed: applied.releases }),
    );
    const omitted = installed.flatMap(({ built }) => leftOut(built.layers));
    const isOmitted = new Set(omitted);
    const checked = documents.filter((document) => !isOmitted.has(document));
    const custom = customObjects(documents, kinds, checked);
    const more = [
      ...inputs.flatMap((input) =>
        input.kind === 'tree' ? (input.cluster?.apiVersions ?? []) : [],
      ),
      ...apisOfCrds(omitted.map(({ manifest }) => manifest)),
    ];
    const [validated, { simulated, api, broken }] = await Promise.all([
      orFailure(
        Promise.all([
          engine.validate(custom.others, name),
          custom.inputs.length === 0
            ? []
            : engine.cached(custom.inputs, async () => custom.validate()),
        ]).then((found) =>
          withServedApis(checked, withOperatorKinds(found.flat(), documents), target, more),
        ),
      ),
      meanwhile(async () => {
        const simulated = await settleAll(installed.map((one) => describe(one, engine)));
        const [api, broken] = await Promise.all([
          orFailure(
            server
              ? validateAsApplied(simulated, server, { previous, definitionOf })
              : Promise.resolve(nothing),
          ),
          meanwhile(async () => {
            await settleAll(simulated.map(writeOutput));
            return check(simulated);
          }),
        ]);
        return { simulated, api, broken };
      }),
    ]);
    const failures = [validated, api].filter((one) => one instanceof Failure);
    const found = withoutRepeats({
      api: api instanceof Failure ? [] : api.findings,
      others: [
        ...simulated.flatMap(({ findings }) => findings),
        ...(validated instanceof Failure
          ? unvalidated(checked, 'validator', withoutValidator)
          : validated),
        ...(api instanceof Failure ? [] : withoutApiServer(api.unvalidated)),
        ...(api instanceof Failure ? [] : withOtherApiServer(api.otherVersion, target)),
        ...unvalidated(omitted, 'left-out', withoutApply),
        ...generatorFindings(documents),
        ...broken,
      ],
    });
    return {
      simulated,
      findings: deduplicate([
        ...failures.flatMap(({ findings }) => findings),
        ...found.others,
        ...found.api,
      ]),
      isWhole: simulated.every(({ isWhole }) => isWhole),
      notValidated: failures[0],
    };
  } finally {
    await Promise.all([server?.close(), engine.keep()]);
  }
};

/** Does work after the programs that validate have got their requests. */
const meanwhile = async <T>(work: () => Promise<T>): Promise<T> => {
  await setImmediate();
  return work();
};

/** Nobody asked for the rules of the API server. */
const nothing: ApiResult = { findings: [], unvalidated: [] };

const withoutApply = 'Flux does not apply it, so it was not validated';

const withoutValidator = 'no validator is installed, so the object was not validated';

/** If the validator is missing, everything else is still reported. */
const orFailure = <T>(work: Promise<T>): Promise<T | Failure> =>
  work.catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
