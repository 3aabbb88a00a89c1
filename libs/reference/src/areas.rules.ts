import { GROUPS } from './data/areas.js';

export interface Place {
  readonly region: string | null;
  readonly subregion: string | null;
  readonly intermediateRegion: string | null;
}

const GROUP_BY_CODE = new Map(GROUPS.map((group) => [group[0], group]));

/** The region, subregion and intermediate region that something lies in, from the smallest group around it upwards. */
export function placeOf(parent: string | null): Place {
  const place = {
    region: null as string | null,
    subregion: null as string | null,
    intermediateRegion: null as string | null,
  };
  for (let code = parent; code !== null;) {
    const group = GROUP_BY_CODE.get(code);
    if (!group) throw new Error(`M49 has no group ${code}.`);
    if (group[2] === 'region') place.region = code;
    if (group[2] === 'subregion') place.subregion = code;
    if (group[2] === 'intermediate-region') place.intermediateRegion = code;
    code = group[1];
  }
  return place;
}
