import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity.module.js';
import { AskToVerify } from './ask-to-verify.js';
import { RemoveOver } from './remove-over.js';
import { SendAccountMail } from './send-account-mail.consumer.js';

@Module({ imports: [IdentityModule], providers: [AskToVerify, RemoveOver, SendAccountMail] })
export class IdentityWorkerModule {}
