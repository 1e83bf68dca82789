/** The program versions of Flux 2.9 with the checksums of their Linux builds. */
export const versions = {
  helm: {
    version: '4.2.3',
    commit: '43e8b7feece8beb0fcba47059ec9b522fd929a64',
    sha256: 'aeb4645b9e6658948efa290e28dd23ae75a16fb73f137942f2294fd5c7fcb573',
  },
  kubectl: {
    version: '1.36.3',
    sha256: 'ebbd080e7c2e275093b55915722043257eb24004363e20acb3c4d71919f88336',
  },
  kustomize: { version: '5.8.1' },
} as const;

/** The version of Helm that renders charts. */
export const helmVersion: string = versions.helm.version;
