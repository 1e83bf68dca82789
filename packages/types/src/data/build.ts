import type { Json } from './json.ts';

/** A kustomize build. Paths are absolute. */
export interface Build {
  readonly directory: string;
  /** The name of the kustomization's file. */
  readonly file: string;
  /** What that file holds for this build; what is on disk is left as it is. */
  readonly text: string;
  /** Every file that the build reads. */
  readonly inputs: readonly string[];
  /** Other files that hold something else for this build. */
  readonly more?: readonly ReplacedFile[];
  /** Directories outside the workspace that it may read. The program kubectl finds only the one that contains `directory`. */
  readonly also?: readonly string[];
}

/** A file (absolute path) and what it holds for a build. */
export interface ReplacedFile {
  readonly path: string;
  readonly text: string;
}

/** A ResourceSet of the Flux Operator, with the inputs of its providers (flux-operator: docs/api/v1/resourceset.md). */
export interface Expansion {
  readonly strategy?: string;
  /** Whether a provider without inputs leaves no permutation. */
  readonly includesEmpty?: boolean;
  /** The ResourceSet itself, then its providers in the order of the operator. */
  readonly providers: readonly InputProvider[];
  /** Whether it names providers, so that it makes nothing without inputs. */
  readonly hasProviders: boolean;
  readonly steps: readonly ExpansionStep[];
}

/** An object that gives inputs to a ResourceSet. */
export interface InputProvider {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly inputs: readonly Json[];
}

/** The templates of a step of a ResourceSet; the step without a name has those of the whole set. */
export interface ExpansionStep {
  readonly name: string;
  readonly resources: readonly Json[];
  readonly template: string;
}

/** What kustomize does to the objects of a release: each kustomization is run over what the one before it made. */
export interface Transformation {
  readonly kustomizations: readonly string[];
  /** The name of the file that each kustomization reads. */
  readonly file: string;
  /** The objects as YAML, for that file. */
  readonly resources: string;
}
