import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity.module.js';
import { RemoveOver } from './remove-over.js';

@Module({ imports: [IdentityModule], providers: [RemoveOver] })
export class IdentityWorkerModule {}
