import { element } from './bucket.ts';
import { S3Failure } from './failure.ts';
import type { Settings } from './settings.ts';

/** The sentence for an answer that another try would not change. */
export const refusal = (
  { place, bucketUrl }: Pick<Settings, 'place' | 'bucketUrl'>,
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  text: string,
): S3Failure => {
  const code = element(text, 'Code');
  switch (code) {
    case 'NoSuchBucket':
      return new S3Failure(
        'bucket',
        `there is no bucket at ${bucketUrl}: create it, or correct backup.target.s3.bucket`,
      );
    case 'RequestTimeTooSkewed': {
      const minutes = Math.round((Date.now() - Date.parse(headers.get('date') ?? '')) / 60_000);
      const by = Number.isNaN(minutes)
        ? 'more than 15 minutes from'
        : `${Math.abs(minutes)} minutes ${minutes > 0 ? 'ahead of' : 'behind'}`;
      return new S3Failure(
        'clock',
        `the clock of this machine is ${by} that of ${bucketUrl}, which refuses such requests: set the time server of the machine`,
      );
    }
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return new S3Failure(
        'credentials',
        `${bucketUrl} does not accept the access key (${code}): correct the Secret in backup.target.s3.credentials`,
      );
    case 'AccessDenied':
      return new S3Failure(
        'credentials',
        `${bucketUrl} does not allow this to the access key (AccessDenied): it needs to list, read, write and delete below ${place}`,
      );
    default: {
      const message = element(text, 'Message') || code || 'no reason is given';
      return new S3Failure('refused', `${bucketUrl} refuses with ${status}: ${message}`);
    }
  }
};
