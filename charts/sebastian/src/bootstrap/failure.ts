/** Exit codes of the bootstrap. `docs/operations.md` says what to do for each. */
export const exitCodes = {
  unreachable: 10,
  passwordRefused: 11,
  locked: 12,
  roles: 13,
  migrations: 14,
  seeds: 15,
  tenant: 16,
  noRoom: 17,
  usage: 64,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An end of the run with an explanation for the log and an exit code. */
export class BootstrapFailure extends Error {
  readonly code: ExitCode;

  constructor(reason: keyof typeof exitCodes, message: string) {
    super(message);
    this.code = exitCodes[reason];
  }
}

/** The text of an error in one line. */
export const textOf = (error: unknown): string => {
  const { message, code } = error as { readonly message?: string; readonly code?: string };
  return (message || code || String(error)).replace(/\s+/g, ' ').trim();
};
