/** A kustomize build. Paths are absolute. */
export interface Build {
  readonly directory: string;
  /** The name of the kustomization's file. */
  readonly file: string;
  /** What that file holds for this build; what is on disk is left as it is. */
  readonly text: string;
  /** Every file that the build reads. */
  readonly inputs: readonly string[];
}

/** What kustomize does to the objects of a release: each kustomization is run over what the one before it made. */
export interface Transformation {
  readonly kustomizations: readonly string[];
  /** The name of the file that each kustomization reads. */
  readonly file: string;
  /** The objects as YAML, for that file. */
  readonly resources: string;
}
