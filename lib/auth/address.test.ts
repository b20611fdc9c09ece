import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, addressSet, clientAddress, parseAddress, unknownAddress } from './address.ts';

const nobody = addressSet([]);
const office = addressSet(['10.0.0.0/8', '192.0.2.7', '2001:db8:1::/48']);

describe('an address', () => {
  it('has one spelling', () => {
    expect(parseAddress('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(parseAddress('::FFFF:0a01:0203')).toBe('10.1.2.3');
    expect(parseAddress('2001:0DB8:0:0:0:0:0:1')).toBe('2001:db8::1');
    expect(parseAddress('[2001:db8::1]:4711')).toBe('2001:db8::1');
    expect(parseAddress(' 203.0.113.9:80 ')).toBe('203.0.113.9');
    expect(parseAddress('fe80::1%eth0')).toBe('fe80::1');
  });

  it('is not any other text', () => {
    for (const text of [
      '',
      'unknown',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      "' or 1=1",
      '_hidden',
      ':::',
      '1.2.3.4 5.6.7.8',
    ]) {
      expect(parseAddress(text), text).toBeNull();
    }
  });

  it('keeps its spelling when it is read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const once = parseAddress(text);
        expect(once).not.toBeNull();
        expect(parseAddress(once ?? '')).toBe(once);
      }),
    );
  });
});

describe('a set of addresses', () => {
  it('holds single addresses and ranges of both families', () => {
    expect(office('10.200.3.4')).toBe(true);
    expect(office('::ffff:10.200.3.4')).toBe(true);
    expect(office('192.0.2.7')).toBe(true);
    expect(office('192.0.2.8')).toBe(false);
    expect(office('2001:db8:1:ffff::9')).toBe(true);
    expect(office('2001:db8:2::9')).toBe(false);
    expect(office('nonsense')).toBe(false);
  });

  it('refuses what is neither an address nor a range', () => {
    for (const range of [
      '10.0.0.0/33',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      'proxy.internal',
      '',
      '::/129',
      '10.0.0.0/-1',
      '1.1.1.1/1e1',
    ]) {
      expect(() => addressSet([range]), range).toThrow(/Not an address/);
    }
  });
});

describe('who is asking', () => {
  it('is the peer, whatever a header claims, when no proxy is trusted', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.string(), (peer, header) => {
        expect(clientAddress(peer, header, nobody)).toBe(peer);
      }),
    );
  });

  it('is the last hop before the trusted proxies', () => {
    expect(clientAddress('10.0.0.1', '203.0.113.9', office)).toBe('203.0.113.9');
    expect(clientAddress('10.0.0.1', '203.0.113.9, 10.0.0.2', office)).toBe('203.0.113.9');
    expect(clientAddress('10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.2', office)).toBe('203.0.113.9');
  });

  it('does not change when a client writes a header of its own before the proxy adds to it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.string()), { maxLength: 5 }), (forged) => {
        const header = [...forged, '203.0.113.9'].join(', ');
        expect(clientAddress('10.0.0.1', header, office)).toBe('203.0.113.9');
      }),
    );
  });

  it('is the proxy itself when it names nobody, or nobody that can be read', () => {
    expect(clientAddress('10.0.0.1', null, office)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', '203.0.113.9, unknown', office)).toBe('10.0.0.1');
  });

  it('is unknown when there is no peer, however trusted the header looks', () => {
    expect(clientAddress(null, '203.0.113.9', office)).toBe(unknownAddress);
  });
});

describe('the key of a limit', () => {
  it('is one for the 64 bits that one customer holds', () => {
    expect(addressKey('2001:db8:1:2:aaaa::1')).toBe(addressKey('2001:db8:1:2:bbbb:cccc:dddd:eeee'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::1')).toBe('0:0:0:0::/64');
    expect(addressKey('203.0.113.9')).toBe('203.0.113.9');
  });
});
