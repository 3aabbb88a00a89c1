/**
 * Units for a US dollar, round and invented: enough to put needs and offers of the demonstration in an order. They stand only
 * where nobody brought in a rate.
 */
export const DEMO_RATES: Readonly<Record<string, string>> = {
  CHF: '0.9',
  CNY: '7.2',
  EUR: '0.9',
  FJD: '2.25',
  GBP: '0.8',
  HTG: '130',
  JMD: '155',
  JOD: '0.71',
  JPY: '150',
  KES: '130',
  KGS: '87',
  KRW: '1350',
  MDL: '18',
  MWK: '1700',
  PEN: '3.75',
  PHP: '57',
  SEK: '10.5',
  XAF: '600',
  XOF: '600',
};

export const DEMO_RATES_SOURCE = 'illustrative rates of the demonstration';
