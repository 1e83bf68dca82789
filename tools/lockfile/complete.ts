import { readFileSync, writeFileSync } from 'node:fs';

/** An entry of package-lock.json, as far as this program looks at it. */
interface Entry {
  readonly version?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, Entry>>;
}

/**
 * Adds to package-lock.json the packages of other platforms which the registry in reach does not have.
 * `npm ci` asks for an entry of each, and fetches only those of its own platform. Run it after `npm install`.
 */
const complete = ({ packages, ...rest }: Lockfile): Lockfile => {
  const missing = Object.entries(packages).flatMap(([path, { dev, optionalDependencies = {} }]) =>
    path === ''
      ? []
      : Object.entries(optionalDependencies)
          .filter(
            ([name]) =>
              !(`node_modules/${name}` in packages) &&
              !(`${path}/node_modules/${name}` in packages),
          )
          .flatMap(([name, range]) => stub(name, range, dev ?? false)),
  );
  const all = [...Object.entries(packages), ...missing].toSorted(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  return { ...rest, packages: Object.fromEntries(all) };
};

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
];

/** What a platform package is for stands in its name: `@nx/nx-linux-x64-musl`. */
const stub = (name: string, range: string, dev: boolean): readonly (readonly [string, Entry])[] => {
  const parts = (name.split('/').at(-1) ?? '').split('-');
  const os = systems.find((one) => parts.includes(one));
  const cpu = processors.find((one) => parts.includes(one));
  if (os === undefined && cpu !== 'wasm32') return [];
  const libc = parts.find((part) => part.startsWith('musl')) === undefined ? undefined : 'musl';
  const entry: Entry = {
    version: range.replace(/^[~^]/, ''),
    ...(cpu !== undefined && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(libc !== undefined && { libc: [libc] }),
    optional: true,
    ...(os !== undefined && { os: [os] }),
  };
  return [[`node_modules/${name}`, entry]];
};

const file = 'package-lock.json';
const text = readFileSync(file, 'utf8');
const completed = `${JSON.stringify(complete(JSON.parse(text) as Lockfile), undefined, 2)}\n`;
if (completed !== text) writeFileSync(file, completed);
