import {
  and,
  equals,
  helper,
  host,
  object,
  oneOf,
  or,
  port,
  type Ref,
  type Refs,
  text,
  type ValueOf,
  when,
} from '@helm-charts/types';

/** Values that all charts of an installation share. A site sets them once, and every release reads them. */
export const sharedValues = object('Values shared by all charts of an installation.', {
  address: object(
    'Address of the application for users. Links in mails, redirects and cookies depend on it.',
    {
      scheme: oneOf(
        'Scheme of the URL. With `http` session cookies are sent without encryption.',
        ['https', 'http'],
        { default: 'https' },
      ),
      host: host('Host name of the URL.', { default: 'alga.local' }),
      port: port('Port of the URL. The URL does not show it if it is that of the scheme.', {
        default: 443,
      }),
    },
  ),
});

/** Address of an appliance whose site has set none. The port is the node port of the TLS terminator. */
export const applianceAddress = { scheme: 'https', host: 'alga.local', port: 30_443 } as const;

interface Addressed {
  readonly global: Refs<ValueOf<typeof sharedValues>>;
}

type Address = Addressed['global']['address'];

/** URL of the application for users, without a slash at its end. */
export const publicUrl = ({ global: { address } }: Addressed): Ref<string> =>
  helper('publicUrl', text`${address.scheme}://${authority(address)}`);

/** URL of the application for WebSocket connections of users. */
export const publicSocketUrl = ({ global: { address } }: Addressed): Ref<string> => {
  const scheme = helper('socketScheme', when(equals(address.scheme, 'https'), 'wss', 'ws'));
  return text`${scheme}://${authority(address)}`;
};

const authority = ({ scheme, host, port }: Address): Ref<string> => {
  const isUsual = or(
    and(equals(scheme, 'https'), equals(port, 443)),
    and(equals(scheme, 'http'), equals(port, 80)),
  );
  return helper('publicAuthority', when(isUsual, host, text`${host}:${port}`));
};

/** Environment variables with the URL of the application for users. Each program reads another one of them. */
export const publicAddress = (v: Addressed) => ({
  NEXTAUTH_URL: publicUrl(v),
  APPLICATION_URL: publicUrl(v),
  NEXT_PUBLIC_BASE_URL: publicUrl(v),
  NEXT_PUBLIC_APP_URL: publicUrl(v),
});
