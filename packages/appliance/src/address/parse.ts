import { isIP } from 'node:net';
import type { SiteAddress } from '@helm-charts/types';

/** Reads an address such as `https://psa.example.com:30443`; or says why it is not one. */
export const parseAddress = (text: string): SiteAddress | string => {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'has no scheme';
  if (!/^https?:/i.test(text)) return 'is neither https nor http';
  if (!URL.canParse(text)) return 'has no valid host name or port';
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (!isHost(hostname) || port === '0') return 'has no valid host name or port';
  if (username !== '' || password !== '') return 'contains credentials';
  if (pathname !== '/' || search !== '' || hash !== '') {
    return 'has a path, and the application is at the root of its host';
  }
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return { scheme, host: hostname, port: port === '' ? usualPort[scheme] : Number(port) };
};

/** The URL of an address, without the port that browsers leave out. */
export const printAddress = (address: SiteAddress): string =>
  `${address.scheme}://${authorityOf(address)}`;

/** What browsers send as `Host`. */
export const authorityOf = ({ scheme, host, port }: SiteAddress): string =>
  port === usualPort[scheme] ? host : `${host}:${port}`;

const usualPort = { https: 443, http: 80 } as const;

/** A DNS name or an IPv4 address, as `global.address.host` of the charts takes it. */
const isHost = (host: string): boolean =>
  isIP(host) === 4 ||
  (host.length <= 253 &&
    host.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)));
