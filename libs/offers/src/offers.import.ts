import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { IdentityService } from '#libs/identity';
import { calendarDateOf, Denied, InvalidInput, isId, newId, quantityText, type Clock } from '#libs/kernel';
import { CLOCK, isViolation, Outbox, type Tx } from '#libs/platform';
import { byColumn, differing, readOffer, sourceContentOf, type DecidedHere, type ReadOffer } from './import.rules.js';
import { Offer } from './offer.entity.js';
import { UNSTATED, type OfferContent } from './offer.rules.js';
import { OFFER_CHANGED, OFFER_PUBLISHED } from './offers.events.js';
import { columnsOf, contentOf, requireUsable } from './save-offer.js';

export interface Imported {
  /** `unchanged`: the same stood there already and nothing was written. */
  readonly outcome: 'imported' | 'unchanged' | 'changed';
  readonly offerId: string;
  /** What a person should know although the row was used. */
  readonly notes: readonly string[];
}

/**
 * Brings in offers that others published, row by row, published and public. An offer is known by its source and reference.
 * What its organization changed here stands.
 */
@Injectable()
export class OffersImport {
  constructor(
    private readonly identity: IdentityService,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Idempotent. A refused row may leave the transaction aborted: call it behind a savepoint.
   * @param record One row, by the columns of `OFFER_COLUMNS`.
   * @throws InvalidInput whose paths are columns
   */
  async importRow(tx: Tx, source: string, record: Readonly<Record<string, string>>): Promise<Imported> {
    if (tx.actor.role !== 'system') throw new Denied('Only an operator may import offers.');
    const read = readOffer(record);
    const { externalRef } = read;
    const standing = await tx.findOne(Offer, { where: { source, externalRef }, lock: { mode: 'pessimistic_write' } });
    const validFrom = read.content.validFrom ?? standing?.imported?.validFrom ?? calendarDateOf(this.clock.now());
    const content = { ...read.content, validFrom };
    try {
      const organizationId = await this.organizationOf(tx, source, read);
      if (standing) return await this.renew(tx, standing, organizationId, content);
      const whole: OfferContent = { ...UNSTATED, visibility: 'public', ...content };
      await requireUsable(tx, whole);
      const offerId = await this.insert(tx, { source, externalRef, organizationId }, whole);
      const notes = read.content.validFrom ? [] : ['The source names no first day; it stands from today on.'];
      return { outcome: 'imported', offerId, notes };
    } catch (error) {
      if (isViolation(error, 'fk_offers_organization')) {
        throw new InvalidInput([{ path: 'organization', detail: 'is no organization here' }]);
      }
      throw error instanceof InvalidInput ? byColumn(error, content.kind) : error;
    }
  }

  private async organizationOf(tx: Tx, source: string, { organization }: ReadOffer): Promise<string> {
    if (isId('org', organization)) return organization;
    const { id } = await this.identity.findOrCreateByExternalRef(tx, {
      source,
      externalRef: organization,
      name: organization,
      kind: 'unstated',
    });
    return id;
  }

  private async insert(
    tx: Tx,
    origin: { source: string; externalRef: string; organizationId: string },
    content: OfferContent,
  ): Promise<string> {
    const id = newId('offer');
    const publishedAt = this.clock.now();
    const columns = columnsOf(content);
    const imported = sourceContentOf(columns);
    await tx.insert(Offer, { ...columns, ...origin, imported, id, state: 'published', publishedAt });
    const { organizationId, ...payload } = origin;
    await this.audit.record(tx, { act: 'offer.imported', refId: id, organizationId, payload });
    await this.outbox.add(tx, { type: OFFER_PUBLISHED, refId: id });
    return id;
  }

  private async renew(
    tx: Tx,
    offer: Offer,
    organizationId: string,
    ofFile: Omit<OfferContent, DecidedHere>,
  ): Promise<Imported> {
    if (organizationId !== offer.organizationId) {
      throw new InvalidInput([
        { path: 'organization', detail: 'is not the organization that this reference belongs to' },
      ]);
    }
    const content: OfferContent = { ...contentOf(offer), ...ofFile };
    const columns = columnsOf(content);
    const imported = sourceContentOf(columns);
    const here = sourceContentOf(columnsOf(contentOf(offer)));
    const unchanged: Imported = { outcome: 'unchanged', offerId: offer.id, notes: [] };
    if (offer.imported && differing(imported, offer.imported).length === 0) return unchanged;
    const fields = differing(imported, here);
    if (fields.length === 0) {
      // What was changed here first, the source says now too.
      await tx.update(Offer, offer.id, { imported });
      return unchanged;
    }
    refuseChange(offer, columns, differing(here, offer.imported ?? here));
    await requireUsable(tx, content);
    await tx.update(Offer, offer.id, { ...columns, imported, version: offer.version + 1 });
    const payload = { fields };
    await this.audit.record(tx, { act: 'offer.import-changed', refId: offer.id, organizationId, payload });
    await this.outbox.add(tx, { type: OFFER_CHANGED, refId: offer.id });
    return { outcome: 'changed', offerId: offer.id, notes: [] };
  }
}

/** What a published offer cannot become, not by its source either. */
function refuseChange(
  offer: Offer,
  { kind, currency, unitCode, capacity }: ReturnType<typeof columnsOf>,
  editedHere: readonly string[],
): void {
  const refuse = (path: string, detail: string) => {
    throw new InvalidInput([{ path, detail }]);
  };
  if (offer.state !== 'published') {
    refuse('external_ref', `is an offer that is ${offer.state} here; what the source changed was not taken over`);
  }
  if (editedHere.length > 0) {
    refuse(
      'external_ref',
      `is an offer whose organization changed ${editedHere.join(', ')} here; what the source changed since was not taken ` +
        'over. Ask the organization to change the offer here, or the source to say the same as the offer does',
    );
  }
  if (kind !== offer.kind) refuse('kind', `was ${offer.kind}; a published offer stays so`);
  if (currency !== offer.currency) refuse('currency', 'is not the one that the offer was published in');
  if (unitCode !== offer.unitCode) refuse('unit', 'is not the one that the offer was published in');
  const committed = quantityText(offer.committed, { currency, unit: unitCode });
  if (capacity < offer.committed) refuse('capacity', `is less than the ${committed} that is committed already`);
}
