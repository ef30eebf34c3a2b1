import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import { Kind } from 'graphql';
import type { Identity } from '../auth/identity.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import AuditPlugin from './audit.ts';
import { noFileLiteral, parseDateTime, parseFile } from './scalars.ts';
import StringLimitsPlugin from './string-limits.ts';
import { tenantOpenerOf } from './tenant-opener.ts';
import TenantScopePlugin from './tenant-scope.ts';
import type { UploadedFile } from './uploaded-file.ts';

/** @throws AppError `UNAUTHENTICATED` when the caller is not known */
export function identify(context: Context): Identity {
  if (context.caller instanceof AppError) throw context.caller;
  return context.caller;
}

/** The one builder that all features add their types to. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    File: { Input: UploadedFile; Output: never };
  };
}>({
  // The first one is outermost: what the tenant's scope refuses is audited.
  plugins: [StringLimitsPlugin, AuditPlugin, TenantScopePlugin, ComplexityPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  auditing: {
    callerOf: ({ caller }) => (caller instanceof AppError ? null : caller),
    record: ({ services, address, requestId }, caller, { durationMs, ...record }) =>
      services.audit.record(caller, { ...record, origin: { address, requestId, durationMs } }),
  },
  tenantScope: {
    identify,
    open: (context) => tenantOpenerOf(context).open(identify(context)),
    onBreach: (context, field) => tenantOpenerOf(context).onBreach(field),
  },
});

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({
  description: 'Everything that can be changed. Each field takes one `input` and returns one payload.',
});
builder.subscriptionType({
  description: 'Everything that can be subscribed to, over WebSocket (graphql-transport-ws) or SSE.',
});

builder.scalarType('DateTime', {
  description: 'A date and time in ISO 8601, in UTC.',
  serialize: (date) => date.toISOString(),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : null),
});

builder.scalarType('File', {
  description: 'A file in a multipart request (GraphQL multipart request specification).',
  serialize: () => {
    throw new TypeError('Files only come in.');
  },
  parseValue: parseFile,
  parseLiteral: noFileLiteral,
});
