import { BlockList, isIP } from 'node:net';

/** The key of every request whose peer is not known: they share one limit, so that hiding gains nothing. */
export const unknownAddress = 'unknown';

/**
 * One spelling per address: IPv6 in lower case, an IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) as IPv4, no zone, no
 * port, no brackets. Null when the text is no address.
 */
export function parseAddress(text: string): string | null {
  let address = text.trim().toLowerCase();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address);
  if (bracketed?.[1]) address = bracketed[1];
  else if (/^[\d.]+:\d+$/.test(address)) address = address.slice(0, address.indexOf(':'));
  const zone = address.indexOf('%');
  if (zone >= 0) address = address.slice(0, zone);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (mapped?.[1]) address = mapped[1];
  if (isIP(address) === 4) return address;
  return isIP(address) === 6 ? canonicalIpv6(address) : null;
}

/** The eight groups of an IPv6 address without leading zeros, so that two spellings of one address are one key. */
function canonicalIpv6(address: string): string {
  // The URL parser of WHATWG writes IPv6 in its one canonical form (RFC 5952).
  const host = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(host);
  if (!mapped?.[1] || !mapped[2]) return host;
  const high = Number.parseInt(mapped[1], 16);
  const low = Number.parseInt(mapped[2], 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** A set of addresses and CIDR ranges; throws on a text that is neither, so that a typing error never trusts anybody. */
export function addressSet(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range.trim());
  return (address) => {
    const parsed = parseAddress(address);
    if (parsed === null) return false;
    return list.check(parsed, isIP(parsed) === 4 ? 'ipv4' : 'ipv6');
  };
}

function addRange(list: BlockList, range: string): void {
  const [text = '', bits, ...rest] = range.split('/');
  const address = parseAddress(text);
  if (address === null || rest.length > 0) throw new Error(`Not an address or a CIDR range: ${range}`);
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) {
    list.addAddress(address, family);
    return;
  }
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(prefix >= 0 && prefix <= (family === 'ipv4' ? 32 : 128))) {
    throw new Error(`Not an address or a CIDR range: ${range}`);
  }
  list.addSubnet(address, prefix, family);
}

/**
 * Who is asking: the peer of the socket, unless the peer is a trusted proxy. Then `x-forwarded-for` is read from the
 * right, where each trusted proxy has written who asked *it*, up to the first hop that is not trusted: everything to the
 * left of that one was written by the client and proves nothing.
 *
 * @param peer remote address of the socket
 * @param forwardedFor the header's value, several headers joined by commas; null when there is none
 */
export function clientAddress(
  peer: string | null,
  forwardedFor: string | null,
  isTrusted: (address: string) => boolean,
): string {
  let address = peer === null ? null : parseAddress(peer);
  if (address === null) return unknownAddress;
  const hops = forwardedFor === null ? [] : forwardedFor.split(',');
  while (isTrusted(address)) {
    const hop = hops.pop();
    if (hop === undefined) return address;
    const parsed = parseAddress(hop);
    // A trusted proxy that forwards no address ("unknown", an obfuscated name): the last one that we know stands.
    if (parsed === null) return address;
    address = parsed;
  }
  return address;
}

/**
 * What a limit counts by: an IPv4 address as it is; of an IPv6 address the first 64 bits, because one customer is given at
 * least so many addresses and could change among them at will.
 */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
