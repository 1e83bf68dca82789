/** The parts of the name of an image. */
export interface ImageName {
  /** With the registry: `docker.io/library/redis`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Reads the name of an image as a container has it; a name without a registry is one of Docker Hub. */
export const imageName = (text: string): ImageName => {
  const [rest = '', digest] = text.split('@');
  const [, path = rest, tag] = /^(.+):([^:/]+)$/.exec(rest) ?? [];
  const [first = ''] = path.split('/');
  const hasRegistry = path.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  const hub = path.includes('/') ? `docker.io/${path}` : `docker.io/library/${path}`;
  return {
    repository: hasRegistry ? path : hub,
    ...(tag !== undefined && { tag }),
    // Scenarios write zeros where only the form of a digest matters.
    ...(digest !== undefined && !/^sha256:0+$/.test(digest) && { digest }),
  };
};
