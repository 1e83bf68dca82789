/** Exit codes of the program that copies backups to and from S3. `docs/operations.md` says what to do for each. */
export const exitCodes = {
  unreachable: 10,
  credentials: 11,
  bucket: 12,
  clock: 13,
  refused: 14,
  absent: 22,
  noRoom: 26,
  usage: 64,
  terminated: 143,
} as const;

/** An end of the program with one sentence for people. */
export class S3Failure extends Error {
  readonly code: number;

  constructor(reason: keyof typeof exitCodes, message: string) {
    super(message);
    this.code = exitCodes[reason];
  }
}
