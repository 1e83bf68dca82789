/** The WebAssembly module that validates is missing or broken. */
export class BrokenModule extends Error {
  override readonly name = 'BrokenModule';
  /** The path of the module. */
  readonly file: string;

  constructor(file: string, exists: boolean, cause: unknown) {
    super(`The validator is ${exists ? 'broken' : 'missing'}: ${file}`, { cause });
    this.file = file;
  }
}
