import { testRefusals } from '@helm-charts/testing/workers';
import { chart } from './chart.ts';

testRefusals(chart, [
  [{ imap: { verifyCertificates: 'false' } }, "at '/imap/verifyCertificates'"],
  [{ imap: { attachmentBytes: 0 } }, "at '/imap/attachmentBytes': minimum: got 0, want 1"],
  [{ imap: { timerJitter: 0.6 } }, "at '/imap/timerJitter': maximum: got 0.6, want 0.5"],
  [{ imap: { oauthMechanism: 'PLAIN' } }, "at '/imap/oauthMechanism'"],
  [{ webhook: { url: 'server:3000' } }, "at '/webhook/url'"],
  [{ webhook: { attempts: 11 } }, "at '/webhook/attempts': maximum: got 11, want 10"],
]);
