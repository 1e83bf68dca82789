import {
  Failure,
  type Finding,
  type Manifest,
  manifestId,
  objectIdOf,
  orFail,
  type SiteAddress,
} from '@helm-charts/types';
import type { Permission } from '../api/api.ts';
import type { LiveObject } from '../api/object.ts';
import { applyObject } from '../apply.ts';
import { isFor, problemsOf } from '../certificate/check.ts';
import { type CertificateFiles, readCertificate } from '../certificate/read.ts';
import { certificateIn, isOwn, ownSecrets, tlsSecret } from '../certificate/secret.ts';
import { secretReference } from '../secrets.ts';
import { make, type Session } from '../session.ts';
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
  const live = await api.get(secret);
  if (files !== undefined) {
    const pair = orFail(readCertificate(files, address.host, now));
    return [...objects, ...tlsSecret(session, of.secret, pair, live)];
  }
  const certificate = certificateIn(live);
  if (live === undefined || (certificate && isOwn(certificate))) {
    return [...objects, ...(await ownSecrets(session, of.secret, address.host, now))];
  }
  // cert-manager gets another one as soon as its Certificate has the new host.
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

/** Server-side apply would replace what another client has written since the Secret was read. */
const writeSecret = async (session: Session, object: Manifest): Promise<void> => {
  const { api } = session;
  const what = manifestId(object);
  const { resourceVersion } = object.metadata as LiveObject['metadata'];
  const isWritten =
    resourceVersion === undefined
      ? await make(session, { action: 'create', what }, () => api.create(object))
      : await make(session, { action: 'change', what }, () =>
          api.patch(object, { metadata: { resourceVersion }, data: object.data }),
        );
  if (!isWritten) session.say(`kept ${what}, which another client has changed`);
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
