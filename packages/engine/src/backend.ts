import type { Build, Finding, JsonObject, Release, Transformation } from '@helm-charts/types';
import type { Answer } from 'kubeconform-wasm';

/** The engines: the programs helm and kubectl, or their code in one native program or as WebAssembly. */
export type EngineName = (typeof engineNames)[number];

/** The names of all engines. */
export const engineNames = ['helm', 'native', 'wasm'] as const;

/** What Helm or kustomize made of a request. */
export interface Outcome {
  /** A stream of YAML documents; undefined if the request was refused. */
  readonly text: string | undefined;
  /** What the program said of a request that it refused. */
  readonly error: string;
  /** The warnings of Helm, without their prefix. */
  readonly warnings: readonly string[];
}

/** A release to render for a version of Kubernetes. */
export interface Rendering extends Release {
  /** A fingerprint of all files of the chart, if there is one. */
  readonly chartContent?: string | undefined;
  readonly kubeVersion: string;
  /** API versions and kinds besides those of Kubernetes, as Helm compares them. */
  readonly apiVersions: readonly string[];
}

/** A chart (absolute path) to lint with values, for a version of Kubernetes. */
export interface Linting {
  readonly chart: string;
  readonly values: JsonObject;
  readonly kubeVersion: string;
}

/**
 * Runs the code of Helm and kustomize. A request that exceeds a limit rejects with Stopped, all requests of a program
 * that cannot be used with Broken, and another problem of the machine with a Failure.
 */
export interface Backend {
  /** Changes with the program, so it is part of the keys of a cache. */
  readonly identity: string;
  /** Warnings about the program itself. */
  readonly findings: readonly Finding[];
  /** Starts its program, if one answers all requests, so that it is ready when the first one comes. */
  readonly start?: () => void;
  readonly render: (rendering: Rendering) => Promise<Outcome>;
  /** Lints a chart as `helm lint --strict --quiet`; the text has its messages. */
  readonly lint: (linting: Linting) => Promise<Outcome>;
  /** Builds a directory. Files outside it are allowed, but none outside the workspace. */
  readonly build: (build: Build) => Promise<Outcome>;
  /** Runs kustomizations over objects. */
  readonly transform: (transformation: Transformation) => Promise<Outcome>;
  /** Validates documents in YAML or JSON against the schemas of their kinds, as kubeconform does. */
  readonly validate?: (documents: readonly string[]) => Promise<readonly Answer[]>;
}
