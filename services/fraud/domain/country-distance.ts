// How far it is at least from somewhere in one country to somewhere in another. A country is the middle of what it spans and how far it reaches from
// there, so that nobody is ever taken to have travelled further than they must have; neighbours are no distance apart. No place within a country
// is known here, and none is asked for.

interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly reachKm: number;
}

/** ISO 3166-1 alpha-2 code, degrees north, degrees east, kilometres. */
const SPANS = `
  AD 42.5 1.6 21, AE 24.4 54.0 311, AF 33.9 67.7 849, AG 17.4 -61.8 43, AI 18.2 -63.1 13, AL 41.2 20.2 184,
  AM 40.1 45.1 199, AO -11.2 17.9 1022, AR -38.4 -63.6 2082, AS -12.7 -170.3 207, AT 47.7 13.3 325, AU -26.9 133.3 2838,
  AW 12.5 -70.0 16, AX 60.2 20.0 70, AZ 40.1 47.6 311, BA 43.9 17.7 218, BB 13.2 -59.5 21, BD 23.7 90.4 406,
  BE 50.5 4.5 178, BF 12.2 -1.6 536, BG 42.7 25.5 307, BH 26.0 50.6 29, BI -3.4 29.9 159, BJ 9.3 2.3 384,
  BL 17.9 -62.8 10, BM 32.3 -64.8 15, BN 4.5 114.7 93, BO -16.3 -63.5 988, BR -14.2 -53.2 3158, BS 24.9 -76.7 325,
  BT 27.5 90.4 190, BW -22.3 24.7 705, BY 53.7 28.0 425, BZ 17.2 -88.5 165, CA 62.4 -96.8 3684, CD -4.0 21.8 1450,
  CF 6.6 20.9 873, CG -0.7 14.9 700, CH 46.8 8.2 206, CI 7.5 -5.5 490, CK -16.0 -159.2 694, CL -36.7 -73.6 2250,
  CM 7.4 12.3 766, CN 34.7 104.2 3703, CO 4.6 -74.3 1281, CR 9.6 -84.3 258, CU 21.5 -79.5 594, CV 16.0 -24.0 197,
  CW 12.2 -69.0 40, CX -10.5 105.6 14, CY 35.2 33.4 122, CZ 49.8 15.5 283, DE 51.2 10.5 546, DJ 11.8 42.6 135,
  DK 56.2 11.6 286, DM 15.4 -61.4 28, DO 18.7 -70.2 236, DZ 28.0 1.7 1457, EC -1.8 -78.1 486, EE 58.6 25.0 223,
  EG 26.7 30.8 830, EH 24.2 -12.9 579, ER 15.2 39.8 479, ES 39.9 -2.5 1800, ET 9.1 40.5 1046, FI 65.0 26.1 639,
  FJ -17.8 178.0 400, FK -51.8 -59.5 141, FM 6.9 152.0 1800, FO 61.9 -6.9 63, FR 46.2 2.2 800, GA -0.8 11.6 477,
  GB 54.6 -3.4 633, GD 12.2 -61.7 23, GE 42.3 43.4 313, GF 4.0 -53.1 261, GG 49.5 -2.5 40, GH 8.0 -1.0 435,
  GI 36.1 -5.4 3, GL 71.7 -42.2 1897, GM 13.4 -15.3 170, GN 9.9 -11.3 504, GP 16.2 -61.3 47, GQ 1.6 10.3 137,
  GR 38.3 23.8 554, GT 15.8 -90.2 313, GU 13.4 144.8 30, GW 11.8 -15.2 195, GY 4.9 -58.9 493, HK 22.4 114.1 39,
  HN 14.7 -86.3 388, HR 44.5 16.5 331, HT 19.1 -73.0 190, HU 47.2 19.5 305, ID -2.5 118.0 2722, IE 53.4 -8.2 267,
  IL 31.4 35.1 228, IM 54.2 -4.5 30, IN 21.1 82.8 2242, IO -6.4 71.9 139, IQ 33.2 43.7 656, IR 32.4 53.7 1245,
  IS 65.0 -19.0 320, IT 41.9 12.6 774, JE 49.2 -2.1 20, JM 18.1 -77.3 125, JO 31.3 37.1 313, JP 34.9 134.4 1618,
  KE 0.2 37.9 699, KG 41.2 74.8 520, KH 12.5 105.0 374, KI -3.4 -170.3 2409, KM -11.9 43.9 92, KN 17.3 -62.7 26,
  KP 40.3 127.5 405, KR 35.9 127.7 346, KW 29.3 47.5 127, KY 19.5 -80.6 94, KZ 48.2 66.9 1500, LA 18.2 103.9 627,
  LB 33.9 35.9 116, LC 13.9 -61.0 25, LI 47.2 9.6 14, LK 7.9 80.8 230, LR 6.5 -9.4 327, LS -29.6 28.2 167,
  LT 55.2 23.9 238, LU 49.8 6.1 51, LV 56.9 24.6 262, LY 26.3 17.2 1000, MA 31.8 -7.1 746, MC 43.7 7.4 2,
  MD 47.0 28.4 216, ME 42.7 19.3 110, MF 18.1 -63.1 12, MG -18.8 46.9 854, MH 10.1 168.7 614, MK 41.6 21.8 137,
  ML 17.6 -4.0 1214, MM 19.2 96.7 1100, MN 46.9 103.8 1408, MO 22.2 113.5 4, MP 17.3 145.5 364, MQ 14.6 -61.0 36,
  MR 21.0 -10.9 954, MS 16.7 -62.2 10, MT 35.9 14.4 24, MU -15.4 60.0 683, MV 3.2 73.2 436, MW -13.2 34.3 467,
  MX 23.6 -102.6 1949, MY 4.1 109.5 1149, MZ -18.7 35.5 1076, NA -23.0 18.5 973, NC -21.1 165.8 296, NE 17.6 8.1 1076,
  NF -29.0 168.0 6, NG 9.1 8.7 852, NI 12.9 -85.2 361, NL 52.1 5.3 204, NO 64.6 17.9 1015, NP 28.4 84.1 462,
  NR -0.5 166.9 4, NU -19.1 -169.9 15, NZ -40.8 173.4 925, OM 21.5 55.9 685, PA 8.4 -80.1 351, PE -9.2 -75.0 1237,
  PF -17.8 -143.9 1467, PG -6.5 148.4 1017, PH 12.9 121.8 1059, PK 30.4 69.4 1119, PL 51.9 19.1 481, PM 47.0 -56.3 22,
  PR 18.2 -66.6 147, PS 31.9 34.9 98, PT 39.6 -7.8 2000, PW 5.6 132.9 374, PY -23.5 -58.5 635, QA 25.3 51.2 103,
  RE -21.1 55.5 44, RO 45.9 25.0 453, RS 44.2 20.8 250, RU 61.5 96.0 4300, RW -1.9 29.9 151, SA 23.9 45.1 1439,
  SB -9.2 161.2 697, SC -7.0 51.3 636, SD 15.5 30.2 1183, SE 62.2 17.6 850, SG 1.4 103.8 24, SH -12.0 -10.0 661,
  SI 46.1 15.0 150, SJ 80.0 25.5 179, SK 48.7 19.7 237, SL 8.5 -11.8 239, SM 43.9 12.5 8, SN 14.5 -14.4 414,
  SO 5.2 46.2 955, SR 3.9 -56.0 326, SS 7.9 30.0 814, ST 0.9 7.0 109, SV 13.8 -88.9 151, SX 18.0 -63.1 10,
  SY 34.8 39.1 416, SZ -26.5 31.5 112, TC 21.7 -71.8 77, TD 15.4 18.7 1059, TG 8.6 0.8 300, TH 13.0 101.5 943,
  TJ 38.9 71.3 419, TK -9.0 -171.9 85, TL -8.8 125.7 195, TM 39.0 59.6 762, TN 33.9 9.6 450, TO -18.5 -174.8 341,
  TR 39.0 35.3 916, TT 10.7 -61.2 106, TV -8.2 178.0 356, TW 23.7 121.0 220, TZ -6.4 34.9 859, UA 48.4 31.2 823,
  UG 1.4 32.3 439, US 44.0 -112.0 5000, UY -32.5 -55.8 374, UZ 41.4 64.6 872, VA 41.9 12.5 1, VC 13.0 -61.3 48,
  VE 6.4 -66.6 990, VG 18.5 -64.5 40, VI 18.0 -64.8 60, VN 16.0 105.8 916, VU -16.7 168.2 439, WF -13.8 -177.2 126,
  WS -13.7 -172.1 83, XK 42.6 20.9 70, YE 15.6 48.5 753, YT -12.8 45.2 24, ZA -28.5 24.7 1087, ZM -13.2 27.9 842,
  ZW -19.0 29.1 562
`;

const PLACES: ReadonlyMap<string, Place> = new Map(
  SPANS.split(',').map((span) => {
    const [code = '', latitude, longitude, reachKm] = span.trim().split(' ');
    return [code, { latitude: Number(latitude), longitude: Number(longitude), reachKm: Number(reachKm) }] as const;
  }),
);

const EARTH_KM = 6_371;
const RADIANS = Math.PI / 180;

/** Along the great circle; 0 within a country, among those that may touch, and where one of them is not known. */
export function leastKmBetween(one: string, other: string): number {
  if (one === other) return 0;
  const [here, there] = [PLACES.get(one), PLACES.get(other)];
  if (here === undefined || there === undefined) return 0;
  return Math.max(0, greatCircleKm(here, there) - here.reachKm - there.reachKm);
}

function greatCircleKm(here: Place, there: Place): number {
  const north = Math.sin(((there.latitude - here.latitude) * RADIANS) / 2) ** 2;
  const east = Math.sin(((there.longitude - here.longitude) * RADIANS) / 2) ** 2;
  const angle = north + Math.cos(here.latitude * RADIANS) * Math.cos(there.latitude * RADIANS) * east;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(angle)));
}
