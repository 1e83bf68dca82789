import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { isIP } from 'node:net';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { Purpose } from './purpose.ts';

/** Common name of the authority. That of its certificates is another one, or they would count as self-signed. */
export const authorityCommonName = 'Alga PSA appliance authority';

/** A certificate and its private key, both as PEM text. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/**
 * A certificate authority for the hosts of a purpose. Its name constraints make clients refuse a certificate of it for another
 * host, so that a stolen key is worth no more than the appliance.
 */
export const issueAuthority = (
  { hosts, authorityDays }: Pick<Purpose, 'hosts' | 'authorityDays'>,
  now: Date,
): KeyPair => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = nameOf(authorityCommonName);
  return {
    certificate: issue({
      ...{ subject: name, issuer: name, publicKey, signer: privateKey, now, days: authorityDays },
      extensions: [
        extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
        extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign)),
        extension(id_ce_nameConstraints, constraintsOf(hosts)),
        extension(id_ce_subjectAltName, alternativeNames(hosts), false),
        extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyId(publicKey)), false),
      ],
    }),
    key: pem(privateKey),
  };
};

/** A certificate of an authority. */
export const issueCertificate = (
  { hosts, days }: Pick<Purpose, 'hosts' | 'days'>,
  authority: KeyPair,
  now: Date,
): KeyPair => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { tbsCertificate } = AsnConvert.parse(derOf(authority.certificate), Certificate);
  const identifier = tbsCertificate.extensions?.find(
    ({ extnID }) => extnID === id_ce_subjectKeyIdentifier,
  );
  const signer = createPrivateKey(authority.key);
  const authorityId = new AuthorityKeyIdentifier({
    keyIdentifier: new KeyIdentifier(
      AsnConvert.parse(identifier!.extnValue.buffer, SubjectKeyIdentifier).buffer,
    ),
  });
  return {
    certificate: issue({
      ...{ subject: nameOf('Alga PSA appliance'), issuer: tbsCertificate.subject },
      ...{ publicKey, signer, now, days },
      extensions: [
        extension(id_ce_basicConstraints, new BasicConstraints({ cA: false })),
        extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature)),
        extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth]), false),
        extension(id_ce_subjectAltName, alternativeNames(hosts), false),
        extension(id_ce_authorityKeyIdentifier, authorityId, false),
      ],
    }),
    key: pem(privateKey),
  };
};

interface Issue {
  readonly subject: Name;
  readonly issuer: Name;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly now: Date;
  readonly days: number;
  readonly extensions: readonly Extension[];
}

const issue = ({ subject, issuer, publicKey, signer, now, days, extensions }: Issue): string => {
  const signature = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  // A clock that is a little behind must not refuse a new certificate.
  const notBefore = new Date(now.getTime() - hour);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature,
    ...{ issuer, subject },
    validity: new Validity({ notBefore, notAfter: new Date(now.getTime() + days * 24 * hour) }),
    subjectPublicKeyInfo: AsnConvert.parse(spki(publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions([...extensions]),
  });
  const signed = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), signer);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: signature,
    signatureValue: arrayBuffer(signed),
  });
  const base64 = Buffer.from(AsnConvert.serialize(certificate)).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

const hour = 3_600_000;
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const commonName = '2.5.4.3';

const constraintsOf = (hosts: readonly string[]): NameConstraints => {
  const subtrees = (names: readonly GeneralName[]) =>
    new GeneralSubtrees(names.map((base) => new GeneralSubtree({ base })));
  const address = (text: string) => new GeneralName({ iPAddress: text });
  const [addresses, names] = [hosts.filter(isIP), hosts.filter((host) => isIP(host) === 0)];
  return new NameConstraints({
    permittedSubtrees: subtrees([
      ...names.map((dNSName) => new GeneralName({ dNSName })),
      ...addresses.map((host) => address(`${host}/32`)),
    ]),
    // Constraints of one kind of names leave those of the other kind free.
    ...(names.length === 0 && { excludedSubtrees: subtrees([new GeneralName({ dNSName: '' })]) }),
    ...(addresses.length === 0 && {
      excludedSubtrees: subtrees([address('0.0.0.0/0'), address('::/0')]),
    }),
  });
};

const alternativeNames = (hosts: readonly string[]): SubjectAlternativeName =>
  new SubjectAlternativeName(hosts.map(generalName));

const generalName = (host: string): GeneralName =>
  new GeneralName(isIP(host) === 0 ? { dNSName: host } : { iPAddress: host });

const nameOf = (text: string): Name => {
  const value = new AttributeValue({ utf8String: text });
  return new Name([
    new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value })]),
  ]);
};

const extension = (extnID: string, value: object, critical = true): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

/** 127 random bits as a positive integer. */
const serialNumber = (): ArrayBuffer => {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return arrayBuffer(bytes);
};

const keyId = (key: KeyObject): ArrayBuffer =>
  arrayBuffer(createHash('sha1').update(spki(key)).digest());

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

const derOf = (certificate: string): Buffer =>
  Buffer.from(certificate.replace(/-----[A-Z ]+-----/g, ''), 'base64');

const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
