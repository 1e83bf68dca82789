import { writeFile } from 'node:fs/promises';
import { textOf } from './failure.ts';
import { say } from './log.ts';
import { connect, type Session } from './postgres.ts';
import type { Settings } from './settings.ts';
import { hasTenant } from './tenant.ts';

type Found = 'present' | 'missing';

/** What the appliance program reads: whether there is a tenant, and whether the database has the administrator of the Secret. */
interface Report {
  readonly tenant: Found;
  /** Only where the Secret is there. */
  readonly administrator?: Found;
  /** The rotation whose passwords the database has. */
  readonly rotation?: string;
}

/**
 * Leaves what it finds, and which passwords the database has, in the termination message of the container, which the API server shows as long as the pod exists. The appliance reads it
 * there and needs neither the database nor the log. Nothing else depends on it, so it never fails.
 */
export const report = async (
  settings: Settings,
  result: 'complete' | 'superseded',
  file = terminationMessage,
): Promise<void> => {
  try {
    await using session = await connect(settings, settings.database);
    const { rotation } = settings;
    const text = JSON.stringify({
      ...(await find(session, settings)),
      ...(result === 'complete' && rotation && { rotation }),
    } satisfies Report);
    // Only a container has this file; elsewhere none is made.
    await writeFile(file, text, { flag: 'r+' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    say(`whether there is a tenant is not reported: ${textOf(error)}`);
  }
};

/** The default of Kubernetes. */
const terminationMessage = '/dev/termination-log';

const find = async (session: Session, { tenant }: Settings): Promise<Report> => {
  if (!(await hasTenant(session))) {
    return { tenant: 'missing', ...(tenant && { administrator: 'missing' }) };
  }
  if (tenant === undefined) return { tenant: 'present' };
  const rows = await session.query(
    "SELECT FROM public.users WHERE lower(email) = $1 AND user_type = 'internal' LIMIT 1",
    [tenant.email],
  );
  return { tenant: 'present', administrator: rows.length > 0 ? 'present' : 'missing' };
};
