import { Injectable } from '@nestjs/common';
import { FacilityQueries } from '#libs/facility';
import { PointsOfContactQueries } from '#libs/identity';
import { DeliveriesQueries } from '#libs/matching';
import { NationalReportsQueries } from '#libs/needs';
import type { ReadTx, StoredFile } from '#libs/platform';
import { ImportsQueries } from '#libs/sheets';
import { usesOf, type FileUse } from './file-uses.js';

type MayRead = (tx: ReadTx, fileId: string) => Promise<boolean>;

/** Who sent evidence keeps it, and auditors whatever was handed in, also what was taken back. */
const EVIDENCE: readonly FileUse[] = ['delivery_evidence', 'tranches'];
const LETTERS: readonly FileUse[] = ['contact_letters', 'points_of_contact'];

/** Who may read a stored file: the one place that decides it. Each use of it brings those who may see what it is used for. */
@Injectable()
export class FileReaders {
  private readonly readers: Readonly<Record<FileUse, MayRead>>;

  constructor(
    contacts: PointsOfContactQueries,
    deliveries: DeliveriesQueries,
    imports: ImportsQueries,
    projects: FacilityQueries,
    reports: NationalReportsQueries,
  ) {
    const letter: MayRead = (tx, fileId) => contacts.mayReadLetter(tx, fileId);
    const report: MayRead = (tx, fileId) => reports.isShown(tx, fileId);
    this.readers = {
      contact_letters: letter,
      delivery_evidence: (tx, fileId) => deliveries.isEvidence(tx, fileId),
      imports: (tx, fileId) => imports.isSheet(tx, fileId),
      national_report_earlier_files: report,
      national_reports: report,
      points_of_contact: letter,
      tranches: (tx, fileId) => projects.isEvidence(tx, fileId),
    };
  }

  async mayRead(tx: ReadTx, { id, organizationId, personId }: StoredFile): Promise<boolean> {
    const { actor } = tx;
    const uses = await usesOf(tx, id);
    const isOwn = organizationId === actor.organizationId;
    // Nobody has handed it in yet: a wrong file that is taken back is nobody else's.
    if (uses.length === 0) return isOwn && personId === actor.personId;
    if (actor.role === 'auditor' && uses.some((use) => !LETTERS.includes(use))) return true;
    if (isOwn && uses.some((use) => EVIDENCE.includes(use))) return true;
    for (const mayRead of new Set(uses.map((use) => this.readers[use]))) if (await mayRead(tx, id)) return true;
    return false;
  }
}
