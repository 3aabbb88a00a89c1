import { Injectable } from '@nestjs/common';
import { NeedsSheet } from '#libs/needs';
import { OffersSheet } from '#libs/offers';
import type { Sheet } from '#libs/platform';
import type { ImportKind } from './import.states.js';

/** The sheet of each kind. */
@Injectable()
export class SheetKinds {
  private readonly sheets: Readonly<Record<ImportKind, Sheet>>;

  constructor(needs: NeedsSheet, offers: OffersSheet) {
    this.sheets = { needs, offers };
  }

  of(kind: ImportKind): Sheet {
    return this.sheets[kind];
  }
}
