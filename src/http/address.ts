import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Which proxies before the service are believed: so many, or those at these addresses. */
export type TrustedProxies = number | readonly string[];

/**
 * The address that a request comes from: of the peer, or, as far as the proxies in between are trusted, what the last of
 * them says. Whatever a client writes into the header itself stands left of that and is not looked at.
 */
export function createAddressOf(trusted: TrustedProxies): (request: IncomingMessage) => string {
  const isTrusted = typeof trusted === 'number' ? undefined : isWithin(trusted);
  return ({ socket, headers }) => {
    const peer = plain(socket.remoteAddress ?? '');
    const told = [headers['x-forwarded-for'] ?? []].flat().join(',');
    const hops = told.split(',').map((hop) => plain(hop.trim()));
    const way = [...(told === '' ? [] : hops), peer];
    let at = way.length - 1;
    let believed = isTrusted ? Infinity : (trusted as number);
    while (at > 0 && believed > 0 && (isTrusted?.(way[at] ?? '') ?? true) && isIP(way[at - 1] ?? '')) {
      at -= 1;
      believed -= 1;
    }
    return way[at] ?? peer;
  };
}

/** An IPv4 address as it stands, of an IPv6 address the network of 64 bits, which one subscriber has to himself. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - after.length).fill('0'), ...after];
  return `${filled
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

export function isLoopback(address: string): boolean {
  const one = plain(address);
  return one === '::1' || (isIP(one) === 4 && one.startsWith('127.'));
}

/** IPv4 written as IPv6 is IPv4; a port after it, or brackets around it, are not part of it. */
function plain(address: string): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1');
  return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}

function isWithin(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
