/**
 * What a profile takes for granted and its objects don't say. The rules of a profile are measured against it.
 * Names are those of the profile's target namespace.
 */
export interface Expectations {
  /** Every image of the release, as `name:tag@sha256:…`. Until it is there, a missing digest is a warning only. */
  readonly images?: readonly string[];
}
