import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor } from '#libs/platform/http';
import { CandidatesQueries } from '../candidates.queries.js';
import { CandidatesDto } from './matching.dto.js';

@ApiTags('matches')
@Controller('needs/:id/candidates')
export class CandidatesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly candidates: CandidatesQueries,
  ) {}

  /** Offers that fit a need now, and near misses with what would have to change. */
  @Get()
  @Allow('coordinator')
  @Answers(200, CandidatesDto, [404])
  async list(@CurrentActor() actor: Actor, @Param('id') needId: string): Promise<CandidatesDto> {
    return { items: await this.uow.read(actor, (tx) => this.candidates.ofNeed(tx, needId)) };
  }
}
