import type {
  Build,
  Expansion,
  Finding,
  Json,
  JsonObject,
  Manifest,
  Release,
  Transformation,
} from '@helm-charts/types';
import type { Answer } from 'kubeconform-wasm';
import type { Folder } from './folder.ts';
import type { SkippedHook } from './unknown-hook.ts';

/** The engines: the programs helm and kubectl, or their code in one native program or as WebAssembly. */
export type EngineName = (typeof engineNames)[number];

/** The names of all engines. */
export const engineNames = ['helm', 'native', 'wasm'] as const;

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
  /** The calls of functions whose results differ from one render of Helm to the next; only the native engine finds them. */
  readonly varying?: readonly FunctionCall[];
  /** The objects that Helm leaves out, since it does not know their hooks. */
  readonly skipped?: readonly SkippedHook[];
}

/** What Helm made of a chart whose reads were traced. */
export interface Traced extends Pick<Outcome, 'error'> {
  /** Undefined if the request was refused. */
  readonly trace: TemplateReads | undefined;
}

/** The reads of values in the templates of a chart. */
export interface TemplateReads {
  readonly reads: readonly ValueRead[];
  /** The fields in branches of templates that were not taken. */
  readonly possible: readonly PossibleRead[];
  /** Why reads may be missing; undefined if there are all. */
  readonly incomplete?: string;
}

/** A value that templates read. */
export interface ValueRead {
  /** The keys of the value in the values of the release: those of a subchart are below its name. */
  readonly path: readonly string[];
  /** Whether everything below it is read, too. */
  readonly whole?: boolean;
  readonly sites: readonly ReadSite[];
}

/** A line of a template. */
export interface ReadSite {
  /** The path that Helm gives it. */
  readonly template: string;
  /** From 1. */
  readonly line: number;
}

/** A field that was not reached. */
export interface PossibleRead extends ReadSite {
  /** Those of `.Values` begin with `Values`. Without keys it is a function that reads a whole map, and it is not known which. */
  readonly keys: readonly string[];
  /** The offset in the template. */
  readonly at: number;
}

/** A place in a template that calls a function. */
interface FunctionCall {
  readonly function: string;
  /** The path that Helm gives the template; undefined for a call in a text that `tpl` renders. */
  readonly template?: string;
  /** From 1. */
  readonly line?: number;
}

/** A release to render for a version of Kubernetes. */
export interface Rendering extends Omit<Release, 'cluster'> {
  /** A fingerprint of all files of the chart, if there is one. */
  readonly content?: string | undefined;
  /** The version of Helm that renders it, `4.3.1`. The programs have their own. */
  readonly helm: string;
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
  /** Whether it is rendered although its values break the schema of the chart. */
  readonly skipSchema: boolean;
  /** Another number gives the random functions other results and the clock another day. The programs have their own. */
  readonly seed: number;
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
  /** Whether `lookup` finds objects, and whether random functions have a seed. */
  readonly canSimulate: boolean;
  /** Warnings about the program itself. */
  readonly findings: readonly Finding[];
  /** Starts its program, if one answers all requests, so that it is ready when the first one comes. */
  readonly start?: () => void;
  /**
   * Reads folders of charts (absolute), and renders a chart with the same content as it was read then; undefined if the
   * backend cannot, and for each folder that it cannot read.
   */
  readonly read?: (directories: readonly string[]) => Promise<readonly (Folder | undefined)[]>;
  readonly render: (rendering: Rendering) => Promise<Outcome>;
  /** Lints a chart as `helm lint --strict --quiet`; the text has its messages. */
  readonly lint: (linting: Linting) => Promise<Outcome>;
  /** Finds out which template reads which value; undefined if the backend cannot. */
  readonly trace?: (rendering: Rendering) => Promise<Traced>;
  /** Builds a directory. Files outside it are allowed, but none outside the workspace. */
  readonly build: (build: Build) => Promise<Outcome>;
  /** Builds the objects of a ResourceSet; undefined if the backend cannot. */
  readonly expand?: (expansion: Expansion) => Promise<Outcome>;
  /** Runs kustomizations over objects. */
  readonly transform: (transformation: Transformation) => Promise<Outcome>;
  /**
   * Validates documents in YAML or JSON against the schemas of their kinds, as kubeconform does. `schemas` are the sets of
   * schemas to use; without them those of the default target.
   */
  readonly validate?: (
    documents: readonly string[],
    schemas: readonly string[],
  ) => Promise<readonly Answer[]>;
}
