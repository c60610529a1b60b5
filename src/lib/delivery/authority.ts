import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { TargetMisdeclared } from '../errors/delivery-errors.ts';
import { systemCode } from '../errors/file-system.ts';

/** What Node calls certificates that do not hold (nodejs.org/api/tls.html, X509 certificate error codes). */
const CERTIFICATE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|INVALID_|HOSTNAME_MISMATCH)/;

/** Whether this is the code of an error about a server's certificate. */
export function isCertificateCode(code: string | undefined): boolean {
  return code !== undefined && CERTIFICATE.test(code);
}

/** TLS options that trust the authorities of a PEM file instead of the system's; none for null. Throws TargetMisdeclared. */
export async function trustedAuthority(setting: string, caFile: string | null): Promise<{ ca?: Buffer }> {
  if (caFile === null) return {};
  try {
    return { ca: await readFile(caFile) };
  } catch (error) {
    const got = `${caFile}: ${systemCode(error) ?? 'not readable'}`;
    throw new TargetMisdeclared({ where: `${setting}, ca`, got, expected: 'a PEM file this process can read' });
  }
}

/** TLS option that names the server to the server itself (RFC 6066), which an IP address cannot. */
export function serverName(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}
