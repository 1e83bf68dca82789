import type { LiveObject } from '../api/object.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';

/** Says where the administrator logs in, as the server has been told its own address. */
export const sayAddress = async (
  { api, say, dryRun }: Session,
  { namespace }: NonNullable<Site['tenant']>,
): Promise<void> => {
  if (dryRun) return;
  const deployments = await api.list({ apiVersion: 'apps/v1', kind: 'Deployment' }, namespace);
  const [address] = deployments.flatMap(addressOf);
  say(
    address === undefined
      ? 'the tenant is there: its administrator can log in'
      : `the tenant is there: its administrator can log in at ${address}`,
  );
};

const addressOf = ({ spec }: LiveObject): readonly string[] => {
  const { template } = spec as DeploymentSpec;
  const variables = (template?.spec?.containers ?? []).flatMap(({ env = [] }) => env);
  return variables.flatMap(({ name, value }) => (name === 'NEXTAUTH_URL' && value ? [value] : []));
};

interface DeploymentSpec {
  readonly template?: {
    readonly spec?: {
      readonly containers?: readonly {
        readonly env?: readonly { readonly name: string; readonly value?: string }[];
      }[];
    };
  };
}
