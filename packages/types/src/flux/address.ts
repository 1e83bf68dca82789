import type { ProfileSecret } from './secret.ts';

/** How people reach the application of a profile. */
export interface ProfileAddress {
  /** Address of a site that has set none; it equals `global.address` in the values of the releases. */
  readonly preset: SiteAddress;
  /** Service in the target namespace that accepts the connections of users. */
  readonly service: string;
  /** Secret of type `kubernetes.io/tls` in the target namespace with the certificate of that Service. */
  readonly secret: string;
}

/** The URL of an application for users, in its parts. */
export interface SiteAddress {
  readonly scheme: 'https' | 'http';
  readonly host: string;
  readonly port: number;
}

/** The Secret of an address, which the appliance makes sure of beside the Secrets of the profile. */
export const addressSecrets = (address: ProfileAddress | undefined): readonly ProfileSecret[] =>
  address === undefined ? [] : [{ name: address.secret, keys: ['tls.crt', 'tls.key'] }];
