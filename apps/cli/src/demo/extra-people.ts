import type { DemoOrganization, DemoPerson } from './demo-people.js';

/** Who takes part in the demonstration beside the first few: States of every region, donors, a regional organization. */
export const EXTRA_ORGANIZATIONS = [
  { ref: 'jamaica', name: 'Jamaica (demonstration)', kind: 'state', area: 'JM' },
  { ref: 'peru', name: 'Peru (demonstration)', kind: 'state', area: 'PE' },
  { ref: 'kenya', name: 'Kenya (demonstration)', kind: 'state', area: 'KE' },
  { ref: 'ivoire', name: "Côte d'Ivoire (demonstration)", kind: 'state', area: 'CI' },
  { ref: 'cameroon', name: 'Cameroon (demonstration)', kind: 'state', area: 'CM' },
  { ref: 'jordan', name: 'Jordan (demonstration)', kind: 'state', area: 'JO' },
  { ref: 'kyrgyzstan', name: 'Kyrgyzstan (demonstration)', kind: 'state', area: 'KG' },
  { ref: 'philippines', name: 'Philippines (demonstration)', kind: 'state', area: 'PH' },
  { ref: 'china', name: 'China (demonstration)', kind: 'state', area: 'CN' },
  { ref: 'moldova', name: 'Republic of Moldova (demonstration)', kind: 'state', area: 'MD' },
  {
    ref: 'caribbean',
    name: 'Caribbean security secretariat (demonstration)',
    kind: 'regional-organization',
    requestsFor: ['AG', 'BB', 'BS', 'BZ', 'DM', 'GD', 'GY', 'HT', 'JM', 'KN', 'LC', 'SR', 'TT', 'VC'],
  },
  { ref: 'germany', name: 'Germany (demonstration)', kind: 'donor-state', area: 'DE' },
  { ref: 'switzerland', name: 'Switzerland (demonstration)', kind: 'donor-state', area: 'CH' },
  { ref: 'korea', name: 'Republic of Korea (demonstration)', kind: 'donor-state', area: 'KR' },
  { ref: 'foundation', name: 'Foundation for Safe Storage (demonstration)', kind: 'ngo' },
] as const satisfies readonly DemoOrganization[];

/** A second point of contact for each State, so that a hand-over can be tried. */
export const EXTRA_PEOPLE = [
  { id: 'focal-haiti-2', name: 'Wisler Joseph', organization: 'haiti', role: 'focal-point' },
  { id: 'focal-malawi-2', name: 'Thoko Phiri', organization: 'malawi', role: 'focal-point' },
  { id: 'focal-fiji-2', name: 'Josefa Naivalu', organization: 'fiji', role: 'focal-point' },
  { id: 'focal-jamaica', name: 'Kerry-Ann Brown', organization: 'jamaica', role: 'focal-point' },
  { id: 'focal-jamaica-2', name: 'Dwight Campbell', organization: 'jamaica', role: 'focal-point' },
  { id: 'focal-peru', name: 'Rosa Quispe Mamani', organization: 'peru', role: 'focal-point' },
  { id: 'focal-peru-2', name: 'Julio Salazar', organization: 'peru', role: 'focal-point' },
  { id: 'focal-kenya', name: 'Wanjiru Kamau', organization: 'kenya', role: 'focal-point' },
  { id: 'focal-kenya-2', name: 'Hassan Abdi', organization: 'kenya', role: 'focal-point' },
  { id: 'focal-ivoire', name: 'Aya Koffi', organization: 'ivoire', role: 'focal-point' },
  { id: 'focal-ivoire-2', name: 'Moussa Traoré', organization: 'ivoire', role: 'focal-point' },
  { id: 'focal-cameroon', name: 'Brigitte Ngo Bassa', organization: 'cameroon', role: 'focal-point' },
  { id: 'focal-cameroon-2', name: 'Emmanuel Tabi', organization: 'cameroon', role: 'focal-point' },
  { id: 'focal-jordan', name: 'رانيا الخطيب', organization: 'jordan', role: 'focal-point' },
  { id: 'focal-jordan-2', name: 'سامر حداد', organization: 'jordan', role: 'focal-point' },
  { id: 'focal-kyrgyzstan', name: 'Айгуль Осмонова', organization: 'kyrgyzstan', role: 'focal-point' },
  { id: 'focal-kyrgyzstan-2', name: 'Бакыт Асанов', organization: 'kyrgyzstan', role: 'focal-point' },
  { id: 'focal-philippines', name: 'Maria Luz Santos', organization: 'philippines', role: 'focal-point' },
  { id: 'focal-philippines-2', name: 'Ramon dela Cruz', organization: 'philippines', role: 'focal-point' },
  { id: 'focal-china', name: '陈静', organization: 'china', role: 'focal-point' },
  { id: 'focal-china-2', name: '刘洋', organization: 'china', role: 'focal-point' },
  { id: 'focal-moldova', name: 'Elena Rusu', organization: 'moldova', role: 'focal-point' },
  { id: 'focal-moldova-2', name: 'Victor Ceban', organization: 'moldova', role: 'focal-point' },
  { id: 'focal-caribbean', name: 'Marcia Baptiste', organization: 'caribbean', role: 'focal-point' },
  { id: 'focal-caribbean-2', name: 'Andre Joseph', organization: 'caribbean', role: 'focal-point' },
  { id: 'donor-germany', name: 'Jutta Brandt', organization: 'germany', role: 'donor' },
  { id: 'donor-switzerland', name: 'Reto Aebischer', organization: 'switzerland', role: 'donor' },
  { id: 'donor-korea', name: 'Seo-yeon Kim', organization: 'korea', role: 'donor' },
  { id: 'donor-foundation', name: 'Helen Marsh', organization: 'foundation', role: 'donor' },
] as const satisfies readonly (Omit<DemoPerson, 'organization'> & { readonly organization: string })[];

export type ExtraPersonId = (typeof EXTRA_PEOPLE)[number]['id'];
