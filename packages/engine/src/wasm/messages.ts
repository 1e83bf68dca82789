/**
 * A message with errors of the file system as Go has them on Linux, so that all engines say the same (Go
 * src/syscall/tables_wasip1.go and zerrors_linux_amd64.go).
 */
export const asOnLinux = (message: string): string =>
  message.replace(ofWasi, (said) => ofLinux.get(said) ?? said);

const ofLinux: ReadonlyMap<string, string> = new Map([
  ['No such file or directory', 'no such file or directory'],
  ['Permission denied', 'permission denied'],
  ['Not a directory', 'not a directory'],
  ['Is a directory', 'is a directory'],
  ['Too many symbolic links', 'too many levels of symbolic links'],
  ['File name too long', 'file name too long'],
  ['I/O error', 'input/output error'],
]);

const ofWasi = new RegExp(`(?<=: )(?:${[...ofLinux.keys()].join('|')})`, 'g');
