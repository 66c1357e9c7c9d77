import type { IncomingMessage } from 'node:http';
import { isLoopback } from './address.ts';

/** What decides whose page a request comes from. */
export type Origins = {
  /** Origins of other sites whose pages may read and write here. */
  allowed: readonly string[];
  /** Where the service is reached from outside, where that is told. */
  publicUrl?: string | undefined;
};

/** Whether the page that sent it, if one did, is the service's own or of an origin that is let in. */
export function isWelcome(request: IncomingMessage, { allowed, publicUrl }: Origins): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) return allowed.includes(origin) || isOwnOrigin(request, origin, publicUrl);
  // Browsers leave Origin out of a GET, and say this instead.
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** Under its public name the service is reached by one scheme alone; a page of another could be anybody's. */
function isOwnOrigin({ headers: { host } }: IncomingMessage, origin: string, publicUrl?: string): boolean {
  if (!URL.canParse(origin)) return false;
  const known = publicUrl === undefined ? undefined : new URL(publicUrl);
  if (new URL(origin).host === known?.host) return origin === known.origin;
  return new URL(origin).host === host?.toLowerCase();
}

/** Whatever a proxy adds: a request with one of these was sent by somebody else than who connected. */
const FORWARDED =
  /^(?:forwarded|x-forwarded(?:-.+)?|x-real-ip|x-client-ip|x-cluster-client-ip|x-original-.+|true-client-ip|via|cf-.+|fastly-.+|x-envoy-.+|x-amzn-.+)$/;

/**
 * Whether a request was sent by a program or page on this very machine, and by nobody through one: the peer is the loopback, no
 * proxy has had it in its hands, the one Host is a name of the loopback, and no page from elsewhere asked for it.
 * A page of another site whose name has been made to lead here (DNS rebinding) shows by its Host.
 */
export function isLocalRequest(request: IncomingMessage): boolean {
  const { headers, socket, url = '', rawHeaders, httpVersion } = request;
  // What proxies speak that were told nothing; no browser and no client of today does.
  if (httpVersion === '1.0') return false;
  if (!isLoopback(socket.remoteAddress ?? '')) return false;
  if (Object.keys(headers).some((name) => FORWARDED.test(name))) return false;
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  // A target with a host of its own, as proxies are sent it, could say another than the header.
  if (hosts.length !== 1 || !url.startsWith('/')) return false;
  const { host = '', origin } = headers;
  if (!isLoopbackHost(host, socket.localPort)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || origin === `http://${host.toLowerCase()}`;
}

/** Spelled as browsers do: no dot at the end, no other notation of the address. */
function isLoopbackHost(host: string, port: number | undefined): boolean {
  const name = /^(localhost|127\.0\.0\.1|\[::1\])(?::(\d+))?$/i.exec(host);
  return name !== null && (name[2] === undefined ? port === 80 : Number(name[2]) === port);
}
