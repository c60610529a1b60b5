import type { FastifyHelmetOptions } from '@fastify/helmet';

const SELF = "'self'";

/**
 * Headers of every answer. Scripts come from the board alone; styles may stand in the page, as Bull Board sets them there.
 * Without TLS nothing tells browsers to insist on it.
 */
export function securityHeaders(overTls: boolean): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [SELF],
        styleSrc: [SELF, "'unsafe-inline'"],
        imgSrc: [SELF, 'data:'],
        fontSrc: [SELF],
        connectSrc: [SELF],
        workerSrc: [SELF],
        baseUri: [SELF],
        formAction: [SELF],
        frameAncestors: ["'none'"],
      },
    },
    // With no-referrer browsers would send "Origin: null" with the board's own forms.
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    hsts: overTls,
  };
}
