import { LogController, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Requests are logged when they end, with who sent them; this logs what broke off beside it, which their status does not tell. */
export class BrokenOff extends LogController {
  constructor(private readonly log: Logger) {
    super({ disableRequestLogging: true });
  }

  override streamError(error: NodeJS.ErrnoException, { id }: FastifyRequest): void {
    const isLeft = error.code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!isLeft) this.log.error({ err: error, requestId: id }, 'an answer broke off');
  }
}
