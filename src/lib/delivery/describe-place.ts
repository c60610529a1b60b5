import type { TargetSpec } from './target-spec.ts';

/** Where a target leads, for the person at the terminal: addresses, or a folder. Not for logs. */
export function describePlace(spec: TargetSpec): string {
  switch (spec.kind) {
    case 'mail':
      return [...spec.to, ...spec.cc, ...spec.bcc].join(', ');
    case 'folder':
    case 'sftp':
    case 'ftps':
      return spec.path;
    case 'webhook':
      return 'the receiver that the settings name';
    case 's3':
      return `${spec.bucket}/${spec.prefix}`;
  }
}
