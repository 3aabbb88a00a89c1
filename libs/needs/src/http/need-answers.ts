import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import { withEtag } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { NeedsQueries } from '../needs.queries.js';
import { NeedDto } from './needs.dto.js';

/** Does one verb on a need and answers with the need as it is after that. */
@Injectable()
export class NeedAnswers {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: NeedsQueries,
  ) {}

  async after(
    verb: (tx: Tx) => Promise<void>,
    { actor, needId, reply }: { actor: Actor; needId: string; reply: FastifyReply },
  ): Promise<NeedDto> {
    const view = await this.uow.run(actor, async (tx) => {
      await verb(tx);
      return this.queries.get(tx, needId);
    });
    return withEtag(reply, NeedDto.of(view));
  }
}
