// The country an address is registered in: a file that comes with a package, so nobody is asked over the network.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type CountryResponse, Reader } from 'maxmind';

type CountryRow = CountryResponse & { readonly country_code?: string };

const FILE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

export interface CountryRegister {
  readonly countryOf: (address: string) => string | undefined;
  /** The day the register was made, for the record. */
  readonly version: string;
}

export function openCountryRegister(): CountryRegister {
  const file = createRequire(import.meta.url).resolve(FILE);
  const reader = new Reader<CountryRow>(readFileSync(file));
  return {
    countryOf: (address) => reader.get(address)?.country_code,
    version: reader.metadata.buildEpoch.toISOString().slice(0, 10),
  };
}
