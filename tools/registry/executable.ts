/** What the header of a program says of the platform that it is for, in the words of Node.js. */
export interface Executable {
  readonly os: string;
  readonly cpu: string;
  /** Whether it has a code signature, without which macOS starts no program on arm64. */
  readonly isSigned: boolean;
}

/** Reads the header of an ELF, Mach-O or PE program of 64 bits. Throws where the bytes are none of these. */
export const readExecutable = (bytes: Buffer): Executable => {
  if (bytes.readUInt32BE(0) === 0x7f454c46) {
    return { os: 'linux', cpu: cpuOf(elfCpus, bytes.readUInt16LE(18)), isSigned: false };
  }
  if (bytes.readUInt32LE(0) === 0xfeedfacf) {
    const cpu = cpuOf(machOCpus, bytes.readUInt32LE(4));
    return { os: 'darwin', cpu, isSigned: loadCommands(bytes).includes(codeSignature) };
  }
  const header = bytes.readUInt32LE(0x3c);
  if (bytes.toString('latin1', 0, 2) === 'MZ' && bytes.readUInt32BE(header) === 0x50450000) {
    return { os: 'win32', cpu: cpuOf(peCpus, bytes.readUInt16LE(header + 4)), isSigned: false };
  }
  throw new Error('the file is no program of Linux, macOS or Windows');
};

/** e_machine of elf.h, cputype of mach/machine.h, and Machine of winnt.h. */
const elfCpus = { 62: 'x64', 183: 'arm64' };
const machOCpus = { 16777223: 'x64', 16777228: 'arm64' };
const peCpus = { 34404: 'x64', 43620: 'arm64' };

const cpuOf = (cpus: Readonly<Record<number, string>>, code: number): string =>
  cpus[code] ?? `0x${code.toString(16)}`;

/** LC_CODE_SIGNATURE of mach-o/loader.h. */
const codeSignature = 0x1d;

const loadCommands = (bytes: Buffer): readonly number[] => {
  const commands: number[] = [];
  let offset = 32;
  for (let left = bytes.readUInt32LE(16); left > 0; left -= 1) {
    commands.push(bytes.readUInt32LE(offset));
    offset += bytes.readUInt32LE(offset + 4);
  }
  return commands;
};
