/** What somebody asks of a registry. */
interface RegistryRequest {
  readonly release: string | undefined;
  readonly plainHttp: boolean;
  /** A PEM file. */
  readonly caFile: string | undefined;
  readonly json: boolean;
}

export interface PushRequest extends RegistryRequest {
  readonly kind: 'push';
  readonly directories: readonly string[];
  /** `oci://registry.example.com/site`. */
  readonly registry: string;
  readonly dryRun: boolean;
  /** A file with a private key. */
  readonly signKey: string | undefined;
  /** A program with its arguments. */
  readonly signCommand: string | undefined;
  /** A PEM file with the public key of `signCommand`. */
  readonly publicKey: string | undefined;
  /** URLs of a Fulcio and a Rekor. */
  readonly fulcio: string | undefined;
  readonly rekor: string | undefined;
  readonly identityTokenFile: string | undefined;
}

export interface VerifyRequest extends RegistryRequest {
  readonly kind: 'verify';
  readonly references: readonly string[];
  readonly registry: string | undefined;
  /** The file of a lock. */
  readonly lock: string | undefined;
  /** PEM files with public keys. */
  readonly keys: readonly string[];
  /** The name in a certificate, and the URL of who has confirmed it. */
  readonly identity: string | undefined;
  readonly issuer: string | undefined;
  /** A file of Sigstore. */
  readonly trustedRoot: string | undefined;
}

export interface Wrong {
  readonly kind: 'wrong';
  readonly message: string;
}

/** The options of `push`, `verify`, `bundle` and `fetch`; `render` has `--output`, too. */
export const registryOptions = {
  registry: { type: 'string' },
  release: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'plain-http': { type: 'boolean' },
  'ca-file': { type: 'string' },
  'sign-key': { type: 'string' },
  'sign-command': { type: 'string' },
  'public-key': { type: 'string' },
  key: { type: 'string', multiple: true },
  lock: { type: 'string' },
  fulcio: { type: 'string' },
  rekor: { type: 'string' },
  'identity-token-file': { type: 'string' },
  'certificate-identity': { type: 'string' },
  'certificate-oidc-issuer': { type: 'string' },
  'trusted-root': { type: 'string' },
  output: { type: 'string' },
  platform: { type: 'string' },
  'with-images': { type: 'boolean' },
  'image-registry': { type: 'string' },
} as const;

export const pushRequest = (
  directories: readonly string[],
  values: RegistryValues,
): PushRequest | Wrong => {
  const { registry, release, json, 'dry-run': dryRun = false, ...others } = values;
  const { 'sign-key': signKey, 'sign-command': signCommand, ...unsigned } = others;
  const { 'public-key': publicKey, fulcio, rekor, ...keyed } = unsigned;
  const { 'identity-token-file': identityTokenFile, ...rest } = keyed;
  if (registry === undefined)
    return wrong(
      'push needs the address of the registry: --registry oci://registry.example.com/site',
    );
  const unknown = misplaced(rest, ['plain-http', 'ca-file']);
  if (unknown !== undefined) return wrong(`--${unknown} does not go with push`);
  const signing = { signKey, signCommand, publicKey, fulcio, rekor, identityTokenFile };
  return {
    kind: 'push',
    directories,
    registry,
    release,
    dryRun,
    ...signing,
    ...shared(values),
    json,
  };
};

export const verifyRequest = (
  references: readonly string[],
  values: RegistryValues,
): VerifyRequest | Wrong => {
  const { registry, release, json, lock, key: keys = [], ...others } = values;
  const { 'certificate-identity': identity, 'certificate-oidc-issuer': issuer, ...named } = others;
  const { 'trusted-root': trustedRoot, ...rest } = named;
  const hasIdentity = [identity, issuer, trustedRoot].some((one) => one !== undefined);
  if (keys.length === 0 && !hasIdentity)
    return wrong('verify needs the public key: --key cosign.pub');
  const unknown = misplaced(rest, ['plain-http', 'ca-file']);
  if (unknown !== undefined) return wrong(`--${unknown} does not go with verify`);
  if (references.length > 0 && registry !== undefined)
    return wrong(
      'the references of verify name their registry, so --registry does not go with them',
    );
  return {
    kind: 'verify',
    references,
    registry,
    release,
    lock,
    keys,
    identity,
    issuer,
    trustedRoot,
    ...shared(values),
    json,
  };
};

/** What is wrong with the options of another command: one that goes with push, verify, bundle or fetch. */
export const registryOption = (command: string, values: RegistryValues): string | undefined => {
  const { json: _, output, ...rest } = values;
  const others = command === 'render' ? rest : { ...rest, output };
  const names = Object.keys(registryOptions);
  const found = names.find((name) => others[name] !== undefined);
  if (found === undefined) return undefined;
  const [last = '', ...before] = commandsOf(found).toReversed();
  const first = before.toReversed().join(', ');
  return `--${found} goes with ${first === '' ? last : `${first} and ${last}`}`;
};

/** The options that only one command has. */
const ofBundle: readonly string[] = ['output', 'platform', 'with-images', 'image-registry'];
const ofPush: readonly string[] = [
  'dry-run',
  'sign-key',
  'sign-command',
  'public-key',
  'fulcio',
  'rekor',
  'identity-token-file',
];
const ofVerify: readonly string[] = [
  'lock',
  'certificate-identity',
  'certificate-oidc-issuer',
  'trusted-root',
];

/** The commands that have an option. */
const commandsOf = (option: string): readonly string[] => {
  if (option === 'output') return ['render', 'bundle'];
  if (ofBundle.includes(option)) return ['bundle'];
  if (ofPush.includes(option)) return ['push'];
  if (option === 'key') return ['verify', 'bundle verify'];
  if (ofVerify.includes(option)) return ['verify'];
  if (option === 'release') return ['push', 'verify'];
  return ['push', 'verify', 'bundle', ...(option === 'registry' ? [] : ['fetch'])];
};

const shared = ({ 'plain-http': plainHttp = false, 'ca-file': caFile }: RegistryValues) => ({
  plainHttp,
  caFile,
});

/** The first option that is there and must not be. */
export const misplaced = (
  values: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): string | undefined =>
  Object.entries(values).find(
    ([name, value]) => !allowed.includes(name) && Boolean(value) && String(value) !== '',
  )?.[0];

export interface RegistryValues {
  readonly json: boolean;
  readonly registry?: string;
  readonly release?: string;
  readonly 'dry-run'?: boolean;
  readonly 'plain-http'?: boolean;
  readonly 'ca-file'?: string;
  readonly 'sign-key'?: string;
  readonly 'sign-command'?: string;
  readonly 'public-key'?: string;
  readonly key?: readonly string[];
  readonly lock?: string;
  readonly fulcio?: string;
  readonly rekor?: string;
  readonly 'identity-token-file'?: string;
  readonly 'certificate-identity'?: string;
  readonly 'certificate-oidc-issuer'?: string;
  readonly 'trusted-root'?: string;
  readonly output?: string;
  readonly platform?: string;
  readonly 'with-images'?: boolean;
  readonly 'image-registry'?: string;
  readonly [option: string]: unknown;
}

export const wrong = (message: string): Wrong => ({ kind: 'wrong', message });
