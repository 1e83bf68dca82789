import type { Build, Finding, Manifest, Release, Transformation } from '@helm-charts/types';

/** The engines: the programs helm and kubectl, or their code in one native program. */
export type EngineName = 'helm' | 'native';

/** What Helm or kustomize made of a request. */
export interface Outcome {
  /** A stream of YAML documents; undefined if the request was refused. */
  readonly text: string | undefined;
  /** What the program said of a request that it refused. */
  readonly error: string;
  /** The warnings of Helm, without their prefix. */
  readonly warnings: readonly string[];
  /** The calls of functions whose results differ from one render of Helm to the next; only the native engine finds them. */
  readonly varying?: readonly FunctionCall[];
}

/** A place in a template that calls a function. */
export interface FunctionCall {
  readonly function: string;
  /** The path that Helm gives the template; undefined for a call in a text that `tpl` renders. */
  readonly template?: string;
  /** From 1. */
  readonly line?: number;
}

/** A release to render for a version of Kubernetes. */
export interface Rendering extends Omit<Release, 'cluster'> {
  readonly kubeVersion: string;
  /**
   * The API versions and kinds of Kubernetes itself, as Helm compares them; undefined for those in the code of Helm. The
   * programs always have the latter.
   */
  readonly apis: readonly string[] | undefined;
  /** Further API versions and kinds. */
  readonly apiVersions: readonly string[];
  /** The objects that `lookup` finds; undefined if it finds nothing. For the programs it never finds anything. */
  readonly objects: readonly Manifest[] | undefined;
  /** For the programs, the revision of an upgrade is 1. */
  readonly isUpgrade: boolean;
  /** Another number gives the random functions other results and the clock another day. The programs have their own. */
  readonly seed: number;
}

/** Runs the code of Helm and kustomize. A problem of the machine rejects with a Failure. */
export interface Backend {
  /** Changes with the program, so it is part of the keys of a cache. */
  readonly identity: string;
  /** Whether `lookup` finds objects, and whether random functions have a seed. */
  readonly canSimulate: boolean;
  /** Warnings about the program itself. */
  readonly findings: readonly Finding[];
  readonly render: (rendering: Rendering) => Promise<Outcome>;
  /** Builds a directory. Files outside it are allowed, but none outside the workspace. */
  readonly build: (build: Build) => Promise<Outcome>;
  /** Runs kustomizations over objects. */
  readonly transform: (transformation: Transformation) => Promise<Outcome>;
}
