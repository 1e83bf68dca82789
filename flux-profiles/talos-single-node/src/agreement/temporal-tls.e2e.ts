import { install, serve } from '@helm-charts/chart-temporal/testing/installation';
import { connect, makeCertificate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { officialTemporalValues } from '../temporal.ts';

const { connectAttributes } =
  officialTemporalValues.server.config.persistence.datastores.default.sql;

test.each([true, false])(
  'the server fills the templates of the official chart in; the Secret exists: %s',
  async (exists) => {
    const { authority, ...tls } = await makeCertificate('127.0.0.1');
    await using installation = await install({}, { tls, ...(exists && { authority }) });
    expect(await installation.schemaJob()).toMatchObject({ code: 0 });
    // The official chart writes them as YAML with quotes.
    const quoted = Object.entries(connectAttributes).map(([key, value]) => `${key}: '${value}'`);
    const line = `connectAttributes: { ${quoted.join(', ')} }`;
    const manifests = installation.manifests.map((manifest) =>
      manifest.metadata.name === 'temporal-config'
        ? {
            ...manifest,
            data: Object.fromEntries(
              Object.entries(manifest.data as Readonly<Record<string, string>>).map(
                ([file, text]) => [file, text.replace(/connectAttributes: .*/, () => line)],
              ),
            ),
          }
        : manifest,
    );
    await using server = await serve({ ...installation, manifests });
    expect(await server.health()).toBe('SERVING');
    await using superuser = await connect({
      ...installation.postgres.superuser,
      tls: { rejectUnauthorized: false },
    });
    const rows = await superuser.query(
      "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'temporal'",
    );
    expect(rows).toEqual([{ ssl: true }]);
  },
);
