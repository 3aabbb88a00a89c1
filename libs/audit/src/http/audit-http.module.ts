import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AuditModule } from '../audit.module.js';
import { AuditQueries } from '../audit.queries.js';
import { AuditVisibility } from '../audit.visibility.js';
import { AuditController } from './audit.controller.js';

@Module({})
export class AuditHttpModule {
  static forReaders(visibility: Type<AuditVisibility>): DynamicModule {
    return {
      module: AuditHttpModule,
      imports: [AuditModule],
      controllers: [AuditController],
      providers: [AuditQueries, { provide: AuditVisibility, useClass: visibility }],
    };
  }
}
