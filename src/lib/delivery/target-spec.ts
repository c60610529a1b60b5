/** A place files go to, as an operation declares it: data, no connection. Addresses and secrets of servers are settings. */
export type TargetSpec = MailSpec | FolderSpec | SftpSpec | FtpsSpec;

export interface MailSpec {
  readonly kind: 'mail';
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** They get it without being named to the others. */
  readonly bcc: readonly string[];
  readonly from: string;
}

export interface FolderSpec {
  readonly kind: 'folder';
  /** A folder below the setting FOLDERS_DIR; made when missing. */
  readonly path: string;
}

export interface SftpSpec {
  readonly kind: 'sftp';
  /** A folder that exists on the server, from its root or from where the login begins. */
  readonly path: string;
}

export interface FtpsSpec {
  readonly kind: 'ftps';
  /** A folder that exists on the server, from its root or from where the login begins. */
  readonly path: string;
}

/** Files go by mail to a list of people. */
export function mail(list: {
  to: readonly string[];
  cc?: readonly string[];
  bcc?: readonly string[];
  from: string;
}): MailSpec {
  return { kind: 'mail', to: list.to, cc: list.cc ?? [], bcc: list.bcc ?? [], from: list.from };
}

/** Files are laid into a folder, such as a share that the client mounts. */
export function folder(place: { path: string }): FolderSpec {
  return { kind: 'folder', path: place.path };
}

/** Files are laid into a folder of an SFTP server; the server is the setting TARGET_<OPERATION>_<NAME>_URL. */
export function sftp(place: { path: string }): SftpSpec {
  return { kind: 'sftp', path: place.path };
}

/** Files are laid into a folder of an FTP server with TLS; the server is the setting TARGET_<OPERATION>_<NAME>_URL. */
export function ftps(place: { path: string }): FtpsSpec {
  return { kind: 'ftps', path: place.path };
}
