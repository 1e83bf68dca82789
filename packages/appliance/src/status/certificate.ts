import { day, endOf } from '../certificate/check.ts';
import { forPods } from '../certificate/purpose.ts';
import { certificateIn, isOwnSecret, secretProblems } from '../certificate/secret.ts';
import { secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import { type Item, itemOf } from './item.ts';

/** The certificates for connections between pods: whether they are there, and until when they are good. */
export const certificateItems = ({ api, site }: Session): Promise<readonly Item[]> =>
  Promise.all(
    site.certificates.map(async ({ secret, hosts }) => {
      const of = secretReference(secret, site.targetNamespace);
      const item = itemOf('secret', of);
      const live = await api.get(of);
      const command = 'run "alga-appliance deploy"';
      if (live === undefined) {
        const message = `it does not exist, so connections to ${hosts[0]} are not encrypted; ${command}`;
        return item('missing', message);
      }
      const [problem] = secretProblems(live, forPods(hosts), new Date());
      if (problem !== undefined) {
        const fix = isOwnSecret(live) ? command : `correct it, or delete it and ${command}`;
        return item('failed', `${problem}; ${fix}`);
      }
      const certificate = certificateIn(live);
      return item('ready', certificate ? `valid until ${day(endOf(certificate))}` : '');
    }),
  );
