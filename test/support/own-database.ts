import { type Connection, createConnection } from 'mysql2/promise';

/** A database of a test file's own on the shared server, with an administrator's connection to it. */
export interface OwnDatabase {
  readonly name: string;
  readonly url: string;
  readonly admin: Connection;
  drop(): Promise<void>;
}

export async function ownDatabase(adminUrl: string, name: string): Promise<OwnDatabase> {
  const admin = await createConnection({ uri: adminUrl });
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.query(`USE ${name}`);
  return {
    name,
    url: `${adminUrl}/${name}`,
    admin,
    drop: async () => {
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}
