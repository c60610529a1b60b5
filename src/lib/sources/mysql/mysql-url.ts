import { SourceUrlInvalid } from '../../errors/source-errors.ts';

/** Where a MySQL or MariaDB server is and who we are to it. Holds a secret: never log it. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Absent: queries name the database of each table. */
  readonly database?: string;
  /** `required`: encrypted, whoever answers; `verify`: the server's certificate and name are checked too. */
  readonly ssl: SslMode;
}

export type SslMode = 'off' | 'required' | 'verify';

const SSL_MODES: readonly SslMode[] = ['off', 'required', 'verify'];
const FORM = 'mysql://user:password@host:port/database?ssl=off|required|verify';

/** Reads a `mysql://` URL. Special characters of the user, the password and the database are percent-encoded. */
export function mysqlAddress(where: string, url: string): MysqlAddress {
  const invalid = (got: string): SourceUrlInvalid => new SourceUrlInvalid({ where, got, expected: FORM });
  if (!URL.canParse(url)) throw invalid('a URL that cannot be read');
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const ssl = SSL_MODES.find((mode) => mode === (searchParams.get('ssl') ?? 'off'));
  const unknown = [...searchParams.keys()].find((key) => key !== 'ssl');
  if (protocol !== 'mysql:') throw invalid('a URL of another kind');
  if (hostname === '') throw invalid('a URL without a host');
  if (username === '') throw invalid('a URL without a user');
  if (ssl === undefined) throw invalid('an unknown value of "ssl"');
  if (unknown !== undefined) throw invalid(`an unknown option "${unknown}"`);
  try {
    const database = decodeURIComponent(pathname.slice(1));
    return {
      // An IPv6 address stands in brackets in a URL alone.
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? 3306 : Number(port),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      ...(database === '' ? {} : { database }),
      ssl,
    };
  } catch {
    throw invalid('a "%" that is not part of a percent-encoded character');
  }
}
