import { bootstrap, startAppliance } from '@helm-charts/chart-sebastian/testing/fixture';

/** Bootstraps a Postgres of its own, and then prints how many seconds a run takes that finds nothing to do. */
await using appliance = await startAppliance();
const seconds = async (): Promise<number> => {
  const start = performance.now();
  const { code, lines } = await bootstrap(appliance);
  if (code !== 0) throw new Error(lines.join('\n'));
  return (performance.now() - start) / 1000;
};
await seconds();
process.stdout.write(`${JSON.stringify({ seconds: await seconds() })}\n`);
