import type { Encryption } from './encryption/encryption.ts';
import type { LargeFiles } from './large-files.ts';

/** A place files go to, as an operation declares it: data, no connection. Addresses and secrets of servers are settings. */
export type TargetSpec = MailSpec | FolderSpec | SftpSpec | FtpsSpec | S3Spec | WebhookSpec;

/** What every target that takes files can be told of them. */
export interface FileOptions {
  /** Nothing but the encrypted file reaches the place; absent: the file as it is. */
  readonly encrypt?: Encryption;
  /**
   * Name at the place, from the variables of an export's `fileName` and `{export}`, `{name}`, `{ext}`, `{revision}`; absent:
   * the name of the file.
   */
  readonly fileName?: string;
}

/** What every place that files are laid into can be told besides. */
export interface PlaceOptions extends FileOptions {
  /** A small file laid after each: `sha256` for `sha256sum -c`, `ok` empty; absent: none. */
  readonly companion?: 'sha256' | 'ok';
  /**
   * Another file has the name: `refuse` (default) lets only a later revision replace it, `replace` any, `number` keeps both
   * and lays `name-2.csv`.
   */
  readonly ifExists?: 'refuse' | 'replace' | 'number';
}

export interface MailSpec extends FileOptions {
  readonly kind: 'mail';
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** They get it without being named to the others. */
  readonly bcc: readonly string[];
  readonly from: string;
  /** What happens to files that make a mail too large; absent: the mail server refuses them or not. */
  readonly above?: LargeFiles;
}

export interface FolderSpec extends PlaceOptions {
  readonly kind: 'folder';
  /** A folder below the setting FOLDERS_DIR; made when missing. */
  readonly path: string;
}

export interface SftpSpec extends PlaceOptions {
  readonly kind: 'sftp';
  /** A folder that exists on the server, from its root or from where the login begins. */
  readonly path: string;
}

export interface FtpsSpec extends PlaceOptions {
  readonly kind: 'ftps';
  /** A folder that exists on the server, from its root or from where the login begins. */
  readonly path: string;
}

export interface S3Spec extends PlaceOptions {
  readonly kind: 's3';
  /** A bucket that exists. */
  readonly bucket: string;
  /** What stands before the file's name in its key, such as `entrant/`; empty: nothing. */
  readonly prefix: string;
}

export interface WebhookSpec extends FileOptions {
  readonly kind: 'webhook';
}

/** Files go by mail to a list of people. */
export function mail(list: Omit<MailSpec, 'kind' | 'cc' | 'bcc'> & Partial<Pick<MailSpec, 'cc' | 'bcc'>>): MailSpec {
  return { cc: [], bcc: [], ...list, kind: 'mail' };
}

/** Files are laid into a folder, such as a share that the client mounts. */
export function folder(place: Omit<FolderSpec, 'kind'>): FolderSpec {
  return { ...place, kind: 'folder' };
}

/** Files are laid into a folder of an SFTP server; the server is the setting TARGET_<OPERATION>_<NAME>_URL. */
export function sftp(place: Omit<SftpSpec, 'kind'>): SftpSpec {
  return { ...place, kind: 'sftp' };
}

/** Files are laid into a folder of an FTP server with TLS; the server is the setting TARGET_<OPERATION>_<NAME>_URL. */
export function ftps(place: Omit<FtpsSpec, 'kind'>): FtpsSpec {
  return { ...place, kind: 'ftps' };
}

/** Files are laid into a bucket; the server is the setting TARGET_<OPERATION>_<NAME>_URL. */
export function s3(place: Omit<S3Spec, 'kind' | 'prefix'> & Partial<Pick<S3Spec, 'prefix'>>): S3Spec {
  return { prefix: '', ...place, kind: 's3' };
}

/** Somebody is told of each file; who, and what signs it, are the settings TARGET_<OPERATION>_<NAME>_URL and …_SECRET. */
export function webhook(options: Pick<FileOptions, 'fileName'> = {}): WebhookSpec {
  return { ...options, kind: 'webhook' };
}
