/** The response to a request. */
export interface Answer {
  readonly code: number;
  readonly body: object;
}
