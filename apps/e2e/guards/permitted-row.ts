import { ROLES, type Role } from '#libs/kernel';
import type { RouteRow } from './permissions/row.js';
import { ROUTE_PERMISSIONS } from './route-permissions.js';
import type { Place, World } from './subjects.js';

/** The first row of the permission table that lets somebody do it, and who that is. */
export function permittedRow(world: World, route: string): { row: RouteRow; role: Role; place: Place } {
  const may = (status: number) => ![401, 403, 404].includes(status);
  for (const row of ROUTE_PERMISSIONS.filter((one) => one.route === route)) {
    for (const role of ROLES) {
      const [own = 403, other = own] = [row.expect[role]].flat() as number[];
      if (may(own)) return { row, role, place: world.ownPlace(row.on, role) };
      if (may(other)) return { row, role, place: 'elsewhere' };
    }
  }
  throw new Error(`nobody may ${route}`);
}
