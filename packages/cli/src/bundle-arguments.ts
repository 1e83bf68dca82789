import { misplaced, type RegistryValues, type Wrong, wrong } from './registry-arguments.ts';

/** What somebody asks of `bundle`. */
export interface BundleRequest {
  readonly kind: 'bundle';
  /** What is done: a bundle is made of the directory of a profile; a file is loaded or verified. */
  readonly action: 'make' | 'load' | 'verify';
  readonly path: string;
  readonly output: string | undefined;
  /** `oci://registry.example.com/site`: of a load, where it goes; else where signatures come from. */
  readonly registry: string | undefined;
  /** PEM files with public keys. */
  readonly keys: readonly string[];
  readonly images: ImagesRequest | undefined;
  readonly plainHttp: boolean;
  /** A PEM file. */
  readonly caFile: string | undefined;
  readonly json: boolean;
}

interface ImagesRequest {
  readonly registry: string | undefined;
  readonly platform: Platform | undefined;
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Reads the arguments after `bundle`. */
export const bundleRequest = (
  positionals: readonly string[],
  values: RegistryValues,
): BundleRequest | Wrong => {
  const [first, ...rest] = positionals;
  const action = first === 'load' || first === 'verify' ? first : 'make';
  const [path, ...others] = action === 'make' ? positionals : rest;
  if (path === undefined || others.length > 0)
    return wrong('write bundle PROFILE, bundle load FILE or bundle verify FILE');
  const unknown = misplaced(values, allowed[action]);
  if (unknown !== undefined)
    return wrong(`--${unknown} does not go with bundle${action === 'make' ? '' : ` ${action}`}`);
  const {
    registry,
    output,
    json,
    key: keys = [],
    'plain-http': plainHttp = false,
    'ca-file': caFile,
  } = values;
  if (action === 'load' && registry === undefined)
    return wrong(
      'bundle load needs the address of the registry: --registry oci://registry.example.com/site',
    );
  const images = imagesRequest(values);
  if (images !== undefined && 'kind' in images) return images;
  return { kind: 'bundle', action, path, output, registry, keys, images, plainHttp, caFile, json };
};

const allowed = {
  make: [
    ...['json', 'output', 'registry', 'with-images', 'platform', 'image-registry'],
    ...['plain-http', 'ca-file'],
  ],
  load: ['json', 'registry', 'plain-http', 'ca-file'],
  verify: ['json', 'key'],
};

const imagesRequest = ({
  platform,
  'with-images': isWanted = false,
  'image-registry': registry,
}: RegistryValues): ImagesRequest | Wrong | undefined => {
  if (!isWanted)
    return platform !== undefined || registry !== undefined
      ? wrong('--platform and --image-registry go with --with-images')
      : undefined;
  if (platform === undefined) return { registry, platform: undefined };
  const [os = '', architecture = '', variant, ...rest] = platform.split('/');
  return os === '' || architecture === '' || rest.length > 0
    ? wrong(`"${platform}" is no platform; write it like linux/amd64`)
    : { registry, platform: { os, architecture, ...(variant !== undefined && { variant }) } };
};
