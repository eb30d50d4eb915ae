/** Keeps the bridge from being sent to addresses inside the house: an allow-list, one resolution, pinned afterwards. */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { Misfit, Unreachable } from '../errors.ts'
import type { Address, ODataOptions } from './options.ts'

/**
 * Addresses of the host of the base, resolved once and checked.
 * @throws Misfit `base.address-not-allowed` when a host that is not listed leads to a private or loopback address
 */
export async function checkedAddresses(host: string, options: ODataOptions): Promise<Address[]> {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  const addresses = await resolved(bare, options.resolve ?? lookupAll)
  const listed = options.allowedHosts.some((allowed) => allowed.toLowerCase() === bare)
  if (!listed && addresses.some(isInside)) {
    throw new Misfit(
      'base.address-not-allowed',
      `${bare} leads to an address inside the network and is not on the list`,
    )
  }
  return addresses
}

async function resolved(host: string, resolve: (host: string) => Promise<Address[]>): Promise<Address[]> {
  const family = isIP(host)
  if (family) return [{ address: host, family }]
  try {
    return await resolve(host)
  } catch (cause) {
    throw new Unreachable('base.refused-connection', `the name ${host} cannot be resolved`, { cause })
  }
}

function lookupAll(host: string): Promise<Address[]> {
  return lookup(host, { all: true })
}

function isInside({ address, family }: Address): boolean {
  return INSIDE.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Networks that are not the public internet (RFC 6890); IPv4 addresses mapped into IPv6 are matched by their IPv4 rule. */
const INSIDE = new BlockList()
for (const network of [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16',
  '198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 ::/127 64:ff9b::/96 2002::/16 fc00::/7 fe80::/10 ff00::/8',
]
  .join(' ')
  .split(' ')) {
  const [address = '', bits = ''] = network.split('/')
  INSIDE.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
}
