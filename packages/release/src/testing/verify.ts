import { printReport } from '@helm-charts/pipeline';
import { verifyBundle } from '../bundle/verify.ts';

/** Verifies a bundle and prints the report, as a program of its own that a test can start without a network. */
const report = await verifyBundle(process.argv[2] ?? '');
process.stdout.write(printReport(report));
