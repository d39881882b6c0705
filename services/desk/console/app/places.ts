// The places of the console, and who has work there. The desk decides what each role may; this only spares people closed doors.

export interface Place {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  /** null: everybody. */
  readonly roles: readonly string[] | null;
}

export const PLACES: readonly Place[] = [
  { id: 'house', label: 'The house', icon: 'house', roles: ['administrator'] },
  { id: 'queue', label: 'Fraud queue', icon: 'flag', roles: ['analyst'] },
  { id: 'order', label: 'Look up an order', icon: 'search', roles: ['customer-service'] },
  { id: 'views', label: 'Who saw what', icon: 'eye', roles: ['auditor'] },
  { id: 'requests', label: 'Subject requests', icon: 'clock', roles: ['privacy-officer'] },
  {
    id: 'judicial',
    label: 'Judicial requests',
    icon: 'letter',
    roles: ['privacy-officer', 'administrator', 'auditor'],
  },
  { id: 'erasures', label: 'Erasures', icon: 'flame', roles: ['privacy-officer', 'auditor'] },
  {
    id: 'timeline',
    label: 'Life of an order',
    icon: 'road',
    roles: ['customer-service', 'analyst', 'privacy-officer', 'auditor'],
  },
  { id: 'authorisations', label: 'Authorisations', icon: 'link', roles: ['privacy-officer', 'auditor'] },
  { id: 'rules', label: 'Fraud rules', icon: 'sliders', roles: ['analyst', 'auditor'] },
  { id: 'my-data', label: 'Your data', icon: 'person', roles: ['customer'] },
  { id: 'data-map', label: 'Data map', icon: 'scale', roles: ['privacy-officer', 'auditor', 'administrator'] },
  { id: 'carriers', label: 'Carriers', icon: 'truck', roles: ['privacy-officer', 'auditor', 'administrator'] },
  { id: 'third-parties', label: 'Third parties', icon: 'link', roles: ['administrator'] },
  { id: 'policy', label: 'Policy', icon: 'book', roles: null },
];

export const placesOf = (roles: readonly string[]): readonly Place[] =>
  PLACES.filter((place) => place.roles === null || place.roles.some((role) => roles.includes(role)));
