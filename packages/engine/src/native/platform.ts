import { defaultTarget } from '@helm-charts/kubernetes/target';

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

/** The program that validates as the API server of a version of Kubernetes does, `1.37`; the default is that of the default target. */
export const apiServerProductOf = (kubernetes: string): Product => {
  const suffix = kubernetes === defaultTarget.kubernetes.name ? '' : `-${kubernetes}`;
  return {
    title: `validation of the API server of Kubernetes ${kubernetes}`,
    packageOf: ({ os, cpu }) => `@helm-charts/apiserver${suffix}-${os}-${cpu}`,
    programOf: ({ os }) => `helm-charts-apiserver${suffix}${os === 'win32' ? '.exe' : ''}`,
  };
};
