// What the sample needs to know of a country it ships to: language, towns with their postal codes, phones, payments, networks.

export interface Town {
  readonly city: string;
  /** State, province or county, where labels of the country carry one. */
  readonly region?: string;
  /** `#` any digit, `@` any letter the country uses in postal codes, all else as it stands. */
  readonly postalCode: string;
  /** How many customers live there, against the other towns of the country. */
  readonly weight: number;
}

export interface Destination {
  readonly countryCode: string;
  readonly carrierId: 'swiftpost' | 'parcelway';
  readonly currency: string;
  /** BCP 47 tag of notices. */
  readonly locale: string;
  readonly acceptLanguages: readonly string[];
  /** How many orders go there, against the other countries. */
  readonly weight: number;
  /** The form every postal code of the country has. */
  readonly postalForm: RegExp;
  readonly towns: readonly Town[];
  /** E.164, `#` any digit. */
  readonly phones: readonly string[];
  readonly mailDomains: readonly string[];
  /** Street and number in the order the country writes them. */
  readonly addressLine: (street: string, number: number) => string;
  /** Second line of many addresses, `#` any digit. */
  readonly additions: readonly string[];
  readonly paymentMethods: readonly string[];
  /** Networks households use there. */
  readonly networks: readonly number[];
  /** Set where lockers and shops are in use; `#` any digit. */
  readonly pickupPoints?: { readonly line: string; readonly pointId: string; readonly customerPostNumber?: string };
  /** Prices are in euros and multiplied by this. */
  readonly priceFactor: number;
}
