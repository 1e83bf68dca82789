import { type Checked, closest, type Finding, type Rotation } from '@helm-charts/types';
import type { Site } from '../site.ts';

/** A key of a Secret that the appliance has created. */
export interface Credential {
  readonly secret: Site['secrets'][number];
  readonly key: string;
  /** Undefined if the profile does not say how. */
  readonly rotation: Rotation | undefined;
}

/** A credential that gets a new value. */
export interface Rotatable extends Credential {
  readonly rotation: Exclude<Rotation, { readonly by: 'never' }>;
}

/** The credentials of a profile, in its order. */
export const credentialsOf = ({ secrets }: Pick<Site, 'secrets'>): readonly Credential[] =>
  secrets.flatMap((secret) =>
    secret.keys.map((key) => ({ secret, key, rotation: secret.rotation?.[key] })),
  );

/** The credentials with these names; all that can be rotated if there are no names. */
export const chooseCredentials = (
  site: Site,
  names: readonly string[],
): Checked<readonly Rotatable[]> => {
  const all = credentialsOf(site);
  if (names.length === 0) {
    const value = all.filter(isRotatable);
    return value.length > 0 ? { value, findings: [] } : { findings: [none(site)] };
  }
  const findings = [...new Set(names)].flatMap((name): readonly Finding[] => {
    const named = all.filter(({ key }) => key === name);
    if (named.length === 0) return [unknown(name, all)];
    return named.filter((credential) => !isRotatable(credential)).map(refused);
  });
  if (findings.length > 0) return { findings };
  return { value: all.filter(isRotatable).filter(({ key }) => names.includes(key)), findings: [] };
};

/** Why a credential is never rotated. */
export const whyNever = ({ rotation }: Credential): string =>
  rotation?.by === 'never' ? rotation.why : 'the profile does not say what depends on it';

export const isRotatable = (credential: Credential): credential is Rotatable =>
  credential.rotation !== undefined && credential.rotation.by !== 'never';

const refused = (credential: Credential): Finding =>
  finding(credential.key, `it is never rotated: ${whyNever(credential)}`, 'leave it out');

const unknown = (name: string, all: readonly Credential[]): Finding => {
  const keys = all.map(({ key }) => key);
  const like = closest(name, keys);
  const fix = like === undefined ? `use ${keys.join(', ')}` : `did you mean ${like}?`;
  return finding(name, 'there is no such credential', fix);
};

const none = ({ name }: Site): Finding =>
  finding(
    'secrets rotate',
    `no credential of the profile ${name} can be rotated`,
    'see "alga-appliance secrets rotate --list"',
  );

const finding = (input: string, message: string, fix: string): Finding => ({
  rule: 'rotation',
  severity: 'error',
  input,
  message,
  fix,
});
