/**
 * What a profile takes for granted and its objects don't say. The rules of a profile are measured against it.
 * Names are those of the profile's target namespace.
 */
export interface Expectations {
  /** Services that no rendered release provides, with their ports. */
  readonly services?: Readonly<Record<string, readonly number[]>>;
}
