import type { IncomingHttpHeaders } from 'node:http';

/** The origins at which the service is reached: the public one alone if there is one, else where it listens, by all its names. */
export function ownOrigins(publicUrl: string | undefined, listensAt: string): [string, ...string[]] {
  if (publicUrl !== undefined) return [publicUrl];
  const { origin, hostname, port } = new URL(listensAt);
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  if (!names.includes(hostname)) return [origin];
  const others = names.map((name) => new URL(`http://${name}:${port}`).origin);
  return [origin, ...others.filter((other) => other !== origin)];
}

/**
 * Whether a request that changes something comes from a page of ours, or from no page at all. Browsers say where it comes
 * from in `Origin` and `Sec-Fetch-Site`, and no page can change what they say.
 */
export function isFromHere(headers: IncomingHttpHeaders, own: readonly string[]): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = headers;
  // A page whose referrer is hidden sends null; that it is ours is then known from the other header alone.
  if (origin === undefined || origin === 'null') return origin === undefined || site === 'same-origin';
  return own.includes(origin);
}

/** @returns a path of ours to go on to, as it was asked for if it is one, else `/` */
export function pathWithin(asked: string | null | undefined, origin: string): string {
  if (!asked?.startsWith('/') || /[\\\p{Cc}]/u.test(asked) || !URL.canParse(asked, origin)) return '/';
  const url = new URL(asked, origin);
  // Two slashes begin a host, also where they come about only as dots are resolved.
  if (url.origin !== origin || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
