// The settings of the privacy desk: where it listens, who vouches for the people who come to it, and which days count.
import { type Compiled, defineBlock } from '#shared/config/block';
import { textLike, wholeNumber } from '#shared/config/text-schemas';

export interface DeskConfig {
  readonly host: string;
  /** 0: any free port; the service logs which. */
  readonly port: number;
  /** Undefined: nobody can log in; only what is public is served. */
  readonly issuer: string | undefined;
  readonly audience: string;
  /** As which program the console asks people to log in. */
  readonly consoleClientId: string;
  readonly rolesClaim: string;
  readonly customerClaim: string;
  /** Country, or country and state, whose public holidays count. */
  readonly calendar: string;
  readonly timeZone: string;
  /** Requests that one caller may make in a minute. */
  readonly requestsPerMinute: number;
  /** Orders that one person may look at in an hour. */
  readonly lookUpsPerHour: number;
  /** How long a view stays on record. */
  readonly keepViewsMs: number;
  /** Whether people of the house need a current agreement of confidentiality. */
  readonly asksForAgreements: boolean;
  /** False: this instance answers only, from what another one keeps. */
  readonly follows: boolean;
}

export const DESK = defineBlock({
  name: 'privacy desk',
  variables: {
    DESK_HOST: {
      schema: textLike(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address'),
      fallback: '127.0.0.1',
      meaning: 'Address the desk listens on; put a proxy with TLS in front before other machines may ask.',
      remedy: 'Use an address of this machine',
    },
    DESK_PORT: {
      schema: wholeNumber(0, 65_535),
      fallback: '0',
      meaning: 'Port of the desk; 0 takes a free one and logs it.',
      remedy: 'Use a free port, or 0',
    },
    DESK_OIDC_ISSUER: {
      schema: textLike(/^https?:\/\/\S+$/, 'must be the issuer address of an OpenID provider'),
      fallback: null,
      meaning: 'Issuer of the OpenID provider whose access tokens count; unset: nobody can log in.',
      remedy: 'Use the issuer exactly as the provider’s discovery document names it',
    },
    DESK_OIDC_AUDIENCE: {
      schema: textLike(/^\S{1,200}$/, 'must be one word of at most 200 characters'),
      fallback: 'urn:privacy-desk',
      meaning: 'Audience that access tokens must be made for.',
      remedy: 'Use the identifier under which the provider knows the desk',
    },
    DESK_CONSOLE_CLIENT_ID: {
      schema: textLike(/^[A-Za-z0-9_.:~-]{1,200}$/, 'must be a client identifier'),
      fallback: 'desk-console',
      meaning:
        'Public client of the provider that the console logs people in with; its redirect address is `/console/` of the desk.',
      remedy: 'Use the identifier of a public client with PKCE, as the provider knows it',
    },
    DESK_ROLES_CLAIM: {
      schema: textLike(/^[A-Za-z0-9_:./-]{1,200}$/, 'must be the name of a claim'),
      fallback: 'roles',
      meaning: 'Claim of the access token that lists the roles.',
      remedy: 'Use the name of the claim at your provider',
    },
    DESK_CUSTOMER_CLAIM: {
      schema: textLike(/^[A-Za-z0-9_:./-]{1,200}$/, 'must be the name of a claim'),
      fallback: 'customer_id',
      meaning: 'Claim of a customer’s access token with the number of the account.',
      remedy: 'Use the name of the claim at your provider',
    },
    DESK_CALENDAR: {
      schema: textLike(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, 'must be a country, or a country and a state'),
      fallback: 'DE',
      meaning: 'Whose public holidays count for the three business days: `DE`, `DE-BE`, `US-CA`.',
      remedy: 'Use ISO 3166 codes of the office',
    },
    DESK_TIME_ZONE: {
      schema: textLike(/^[A-Za-z0-9_+/-]{1,64}$/, 'must be the name of a time zone'),
      fallback: 'Europe/Berlin',
      meaning: 'Time zone of the office: a day begins and ends there.',
      remedy: 'Use an IANA name such as Europe/Berlin',
    },
    DESK_REQUESTS_PER_MINUTE: {
      schema: wholeNumber(1, 1_000_000),
      fallback: '300',
      meaning: 'Requests that one address may make in a minute.',
      remedy: 'Use a whole number',
    },
    DESK_LOOK_UPS_PER_HOUR: {
      schema: wholeNumber(1, 10_000_000),
      fallback: '60',
      meaning: 'Orders that one person may look at in an hour; beyond, nothing is shown and an alarm is raised.',
      remedy: 'Use a whole number',
    },
    DESK_KEEP_VIEWS_DAYS: {
      schema: wholeNumber(1, 3_650),
      fallback: '730',
      meaning: 'How long it stays on record who looked at what.',
      remedy: 'Use a number of days',
    },
    DESK_ASKS_FOR_AGREEMENTS: {
      schema: textLike(/^(?:yes|no)$/, 'must be yes or no'),
      fallback: 'yes',
      meaning:
        'yes: a person of the house without a current agreement of confidentiality is given nothing; she signs it when she logs in to the console.',
      remedy: 'Use yes or no',
    },
    DESK_FOLLOWS: {
      schema: textLike(/^(?:yes|no)$/, 'must be yes or no'),
      fallback: 'yes',
      meaning:
        'no: this instance only answers people, from what one that follows keeps; then no answer waits behind orders.',
      remedy: 'Use yes or no; of all instances of the desk one at least must follow',
    },
  },
  compile: (values): Compiled<DeskConfig> => ({
    config: {
      host: values.DESK_HOST,
      port: values.DESK_PORT,
      issuer: values.DESK_OIDC_ISSUER,
      audience: values.DESK_OIDC_AUDIENCE,
      consoleClientId: values.DESK_CONSOLE_CLIENT_ID,
      rolesClaim: values.DESK_ROLES_CLAIM,
      customerClaim: values.DESK_CUSTOMER_CLAIM,
      calendar: values.DESK_CALENDAR,
      timeZone: values.DESK_TIME_ZONE,
      requestsPerMinute: values.DESK_REQUESTS_PER_MINUTE,
      lookUpsPerHour: values.DESK_LOOK_UPS_PER_HOUR,
      keepViewsMs: values.DESK_KEEP_VIEWS_DAYS * 86_400_000,
      asksForAgreements: values.DESK_ASKS_FOR_AGREEMENTS === 'yes',
      follows: values.DESK_FOLLOWS === 'yes',
    },
  }),
});
