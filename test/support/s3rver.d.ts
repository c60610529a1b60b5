declare module '@20minutes/s3rver' {
  import type { RequestListener } from 'node:http';
  import type { Readable } from 'node:stream';

  export default class S3rver {
    constructor(options: { directory: string; silent: boolean; configureBuckets: readonly { name: string }[] });
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
    readonly store: {
      existsObject(bucket: string, key: string): Promise<boolean>;
      listObjects(bucket: string, options: { maxKeys: number }): Promise<{ objects: { key: string }[] }>;
      getObject(bucket: string, key: string): Promise<{ content: Readable }>;
    };
    readonly logger: { close(): void; readonly exceptions: { unhandle(): void } };
  }
}
