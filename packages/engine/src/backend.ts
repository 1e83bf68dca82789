import type { Build, Finding, Json, Release, Transformation } from '@helm-charts/types';

/** The engines: the programs helm and kubectl, or their code in one native program. */
export type EngineName = 'helm' | 'native';

/** What Helm or kustomize made of a request. */
export interface Outcome {
  /** A stream of YAML documents; undefined if the request was refused. */
  readonly text: string | undefined;
  /**
   * The values of the documents of the text, if the program has read them; undefined for a document that it has not.
   */
  readonly values?: readonly (Json | undefined)[] | undefined;
  /** What the program said of a request that it refused. */
  readonly error: string;
  /** The warnings of Helm, without their prefix. */
  readonly warnings: readonly string[];
}

/** A release to render for a version of Kubernetes. */
export interface Rendering extends Release {
  readonly kubeVersion: string;
  /** API versions and kinds besides those of Kubernetes, as Helm compares them. */
  readonly apiVersions: readonly string[];
}

/** Runs the code of Helm and kustomize. A problem of the machine rejects with a Failure. */
export interface Backend {
  /** Changes with the program, so it is part of the keys of a cache. */
  readonly identity: string;
  /** Warnings about the program itself. */
  readonly findings: readonly Finding[];
  readonly render: (rendering: Rendering) => Promise<Outcome>;
  /** Builds a directory. Files outside it are allowed, but none outside the workspace. */
  readonly build: (build: Build) => Promise<Outcome>;
  /** Runs kustomizations over objects. */
  readonly transform: (transformation: Transformation) => Promise<Outcome>;
}
