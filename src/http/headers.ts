import type { ServerResponse } from 'node:http';

/**
 * What every answer says to browsers [L10]: nothing that is loaded, framed, sniffed or remembered of it. Pages get a policy of
 * their own in place of this one.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** @param secure whether the service is reached by https */
export function setSecurityHeaders(response: ServerResponse, secure: boolean): void {
  for (const name in HEADERS) response.setHeader(name, HEADERS[name] as string);
  if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
}
