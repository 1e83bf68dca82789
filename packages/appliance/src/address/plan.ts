import {
  Failure,
  type Finding,
  type Manifest,
  objectIdOf,
  orFail,
  type SiteAddress,
} from '@helm-charts/types';
import type { Permission } from '../api/api.ts';
import { applyObject } from '../apply.ts';
import { certificateFor } from '../certificate/cert-manager.ts';
import { isFor, problemsOf } from '../certificate/check.ts';
import { forBrowsers } from '../certificate/purpose.ts';
import { type CertificateFiles, readCertificate } from '../certificate/read.ts';
import { certificateIn, isOwnSecret, ownSecrets, tlsSecret } from '../certificate/secret.ts';
import { writeSecret } from '../certificate/write.ts';
import { secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { addressMap, addressOf } from './site-address.ts';

/** What is said about the address for users and its certificate. */
export interface AddressOptions {
  readonly address?: SiteAddress | undefined;
  /** A certificate from elsewhere. */
  readonly files?: CertificateFiles | undefined;
}

/**
 * The objects with the address and its certificate that are to be applied; none where all is there. A certificate that nobody gives is
 * made. Throws a Failure (2) where the certificate and the address do not fit; nothing is written here.
 */
export const planAddress = async (
  session: Session,
  { address: given, files }: AddressOptions,
): Promise<readonly Manifest[]> => {
  const { site, api } = session;
  const { address: of } = site;
  if (of === undefined) {
    if (given === undefined && files === undefined) return [];
    throw usage('--address', `the profile ${site.name} has no address`, 'leave the option out');
  }
  const now = new Date();
  const address = given ?? (await addressOf(session, of));
  const objects = given === undefined ? [] : [addressMap(session, given)];
  if (address.scheme === 'http') {
    if (files === undefined) return objects;
    throw usage('--tls-cert', 'an address with http has no certificate', 'give an https address');
  }
  const secret = secretReference(of.secret, site.targetNamespace);
  // cert-manager gets another certificate as soon as its Certificate has the new host.
  const managed = await certificateFor(session, of.secret);
  if (managed !== undefined) {
    if (files === undefined) return objects;
    const { name } = managed.metadata;
    const message = `cert-manager writes the Secret ${of.secret}, as the Certificate ${name} says`;
    throw usage('--tls-cert', message, 'deploy without tls.issuer in the values first');
  }
  const live = await api.get(secret);
  if (files !== undefined) {
    const pair = orFail(readCertificate(files, address.host, now));
    return [...objects, ...tlsSecret(session, of.secret, pair, live)];
  }
  const certificate = certificateIn(live);
  if (live === undefined || isOwnSecret(live)) {
    return [...objects, ...(await ownSecrets(session, of.secret, forBrowsers(address.host), now))];
  }
  // Also where the Certificate was deleted: cert-manager leaves the Secret, and it may come back.
  if (live.metadata.annotations?.['cert-manager.io/certificate-name'] !== undefined) return objects;
  if (given === undefined) return objects;
  if (certificate === undefined || !isFor(certificate, address.host)) {
    const [message = 'it has no certificate'] = certificate
      ? problemsOf(certificate, address.host, now)
      : [];
    const fix =
      'give another one with --tls-cert and --tls-key, or delete the Secret to have one made';
    throw new Failure(2, [
      { rule: 'certificate', severity: 'error', object: objectIdOf(secret), message, fix },
    ]);
  }
  return objects;
};

/** Applies what `planAddress` returns. A certificate that somebody else makes at the same time is kept. */
export const applyAddress = async (
  session: Session,
  objects: readonly Manifest[],
): Promise<void> => {
  for (const object of objects) {
    if (object.kind === 'Secret') await writeSecret(session, object);
    else await applyObject(session, object);
  }
};

/** What `planAddress` and applying its objects need. */
export const addressPermissions = (site: Site): readonly Permission[] =>
  site.address === undefined
    ? []
    : ['get', 'create', 'patch'].flatMap((verb) => [
        { verb, group: '', resource: 'configmaps', namespace: site.releaseNamespace },
        { verb, group: '', resource: 'secrets', namespace: site.targetNamespace },
      ]);

const usage = (input: string, message: string, fix: string): Failure => {
  const finding: Finding = { rule: 'usage', severity: 'error', input, message, fix };
  return new Failure(2, [finding]);
};
