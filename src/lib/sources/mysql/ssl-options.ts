import type { ConnectionOptions } from 'mysql2';
import type { SslMode } from './mysql-url.ts';

/** What the driver needs for each encryption mode; authorities beyond Node's own come from NODE_EXTRA_CA_CERTS. */
export const SSL_OPTIONS: Readonly<Record<SslMode, Pick<ConnectionOptions, 'ssl'>>> = {
  off: {},
  required: { ssl: { rejectUnauthorized: false } },
  verify: { ssl: { rejectUnauthorized: true, verifyIdentity: true } },
};
