import { tenantSecret } from '@helm-charts/alga/tenant';
import { objectIdOf } from '@helm-charts/types';
import { secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import type { Item } from '../status/item.ts';
import { type TenantState, tenantState } from './state.ts';

/** The lines of the status about the first tenant: none where the profile has no such thing. */
export const tenantItems = async (session: Session): Promise<readonly Item[]> => {
  const place = session.site.tenant;
  if (place === undefined) return [];
  const { namespace } = place;
  const state = await tenantState(session, place);
  const object = { apiVersion: 'v1', kind: 'Tenant', name: namespace };
  const items: Item[] = [{ layer: 'tenant', object, ...lines[state.tenant] }];
  if (state.hasSecret) {
    items.push({
      layer: 'secret',
      object: objectIdOf(secretReference(tenantSecret, namespace)),
      ...secretLine(state),
    });
  }
  return items;
};

type Line = Pick<Item, 'state' | 'message' | 'waitsFor'>;

const lines: Readonly<Record<TenantState['tenant'], Line>> = {
  present: { state: 'ready', message: '' },
  missing: {
    state: 'missing',
    message: 'nobody can log in; create the tenant with "alga-appliance tenant"',
  },
  awaited: {
    state: 'progressing',
    message: 'the bootstrap has not completed yet',
    waitsFor: 'the bootstrap to complete',
  },
  unknown: {
    state: 'unknown',
    message:
      'no run of the bootstrap is left that says whether there is one; "alga-appliance tenant" finds out',
  },
};

const secretLine = ({ tenant }: TenantState): Line => {
  if (tenant === 'present') {
    const message =
      'it holds the password of the administrator and has served; "alga-appliance bootstrap" deletes it';
    return { state: 'failed', message };
  }
  if (tenant === 'awaited')
    return {
      state: 'progressing',
      message: 'the bootstrap reads it',
      waitsFor: 'the bootstrap to read it',
    };
  const message = 'the bootstrap has not read it; "alga-appliance tenant" goes on with it';
  return { state: 'failed', message };
};
