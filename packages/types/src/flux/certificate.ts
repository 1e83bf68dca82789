import type { ProfileSecret } from './secret.ts';

/** A certificate for connections between pods, which the appliance makes with an authority of its own and renews. */
export interface ProfileCertificate {
  /** Secret of type `kubernetes.io/tls` in the target namespace, with the CA certificate in `ca.crt`. */
  readonly secret: string;
  /** Host names that clients connect to, the main one first. */
  readonly hosts: readonly [string, ...string[]];
}

/** The Secrets of certificates. */
export const certificateSecrets = (
  certificates: readonly ProfileCertificate[],
): readonly ProfileSecret[] =>
  certificates.map(({ secret }) => ({ name: secret, keys: ['tls.crt', 'tls.key', 'ca.crt'] }));
