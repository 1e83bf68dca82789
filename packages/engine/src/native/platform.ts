/** A platform as Node.js names it (`process.platform`, `process.arch`), and as npm does in `os` and `cpu`. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
}

/** The platforms that the native program is published for. */
export const platforms: readonly Platform[] = ['linux', 'darwin', 'win32'].flatMap((os) =>
  ['x64', 'arm64'].map((cpu) => ({ os, cpu })),
);

/** The platform of this machine. */
export const thisPlatform: Platform = { os: process.platform, cpu: process.arch };

/** The npm package with the native program of a platform. */
export const packageOf = ({ os, cpu }: Platform): string => `@helm-charts/engine-${os}-${cpu}`;

/** The file name of the native program on a platform. */
export const programOf = ({ os }: Platform): string =>
  os === 'win32' ? 'helm-charts-engine.exe' : 'helm-charts-engine';

/** A program that is published for each platform. */
export interface Product {
  /** How people call it. */
  readonly title: string;
  /** The npm package of a platform. */
  readonly packageOf: (platform: Platform) => string;
  /** The file name on a platform. */
  readonly programOf: (platform: Platform) => string;
}

/** The program that renders. */
export const engineProduct: Product = { title: 'native engine', packageOf, programOf };

/** The file name of the API server's validation on a platform. */
export const apiServerProgramOf = ({ os }: Platform): string =>
  os === 'win32' ? 'helm-charts-apiserver.exe' : 'helm-charts-apiserver';

/** The program that validates as the API server does. */
export const apiServerProduct: Product = {
  title: "API server's validation",
  packageOf: ({ os, cpu }) => `@helm-charts/apiserver-${os}-${cpu}`,
  programOf: apiServerProgramOf,
};
