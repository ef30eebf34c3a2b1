import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  PothosSchemaError,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { AuditAction, AuditFacts } from '../audit/facts.ts';
import type { Identity } from '../auth/identity.ts';
import { AppError, type ErrorCode, findAppError } from '../errors.ts';
import { type Field, isRootField, type Resolve } from './root-fields.ts';
import { isStream } from './streams.ts';

/** What a field is called in the audit, and what it says there. */
export interface Audited {
  readonly action: AuditAction;
  /** Of a call: its arguments, or their `input`; the object that the field is of; what came out, null where it failed. */
  facts(call: { input: unknown; parent: unknown; result: unknown }): AuditFacts;
  /** Whose doing it is, for fields that need no login. */
  caller?(result: unknown): Identity;
}

/** What every root field says: how it is audited, or that it is not. What is refused is, always. */
export type Auditing = 'none' | Audited;

/** How a field is audited, with facts of its own types. */
export function audited<Result = unknown, Input = unknown, Parent = unknown>(
  action: AuditAction,
  facts: (call: { input: Input; parent: Parent; result: Result | null }) => AuditFacts = () => ({}),
  caller?: (result: Result) => Identity,
): Audited {
  return { action, facts, ...(caller && { caller }) } as Audited;
}

/** How the plugin learns who calls, and writes down what they did. */
export interface AuditingOptions<Context> {
  /** Null for who is not known. */
  callerOf(context: Context): Identity | null;
  /** @throws AppError `STORE_UNAVAILABLE` */
  record(
    context: Context,
    caller: Identity,
    record: AuditFacts & { action: AuditAction; outcome: string; durationMs: number },
  ): Promise<void>;
}

interface Extra {
  /** Every root field names one, or the schema does not build. */
  audit?: Auditing;
}

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      auditing: AuditPlugin<Types>;
    }
    interface SchemaBuilderOptions<Types extends SchemaTypes> {
      auditing: AuditingOptions<Types['Context']>;
    }
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > extends Extra {}
  }
}

/** Somebody who is known may not do that, or did not confirm it with their password. */
const REFUSALS: ReadonlySet<string> = new Set<ErrorCode>(['FORBIDDEN', 'UNAUTHENTICATED']);

const NAME = 'auditing' as const;
export default NAME;

/**
 * Writes down what callers do, before they get an answer: what can't be written down is not answered. Refusals are
 * written down whatever the field says.
 */
export class AuditPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: Field<Types>): Field<Types> {
    if (!isRootField(field)) return field;
    const audit = this.auditOf(field);
    if (!audit) {
      throw new PothosSchemaError(`${field.parentType}.${field.name} must say how it is audited, or audit: 'none'.`);
    }
    return { ...field, extensions: { ...field.extensions, audit: audit === 'none' ? audit : audit.action } };
  }

  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    // The root of a subscription resolves each event of a stream.
    return field.parentType === 'Subscription' ? resolve : this.recorded(resolve, field, 'OK');
  }

  override wrapSubscribe(subscribe: Resolve<Types> | undefined, field: Field<Types>): Resolve<Types> | undefined {
    return subscribe && this.recorded(subscribe, field, 'STARTED');
  }

  private recorded(resolve: Resolve<Types>, field: Field<Types>, success: string): Resolve<Types> {
    const audit = this.auditOf(field);
    if (!audit) return resolve;
    const { callerOf, record } = this.builder.options.auditing;
    const name = `${field.parentType}.${field.name}`;

    return async (parent, args, context, info) => {
      const begin = performance.now();
      const sinceMs = () => Math.round((performance.now() - begin) * 10) / 10;
      const input = 'input' in args ? args.input : args;
      let result: unknown;
      try {
        result = await resolve(parent, args, context, info);
      } catch (error) {
        const caller = callerOf(context);
        const outcome = findAppError(error)?.code ?? 'INTERNAL';
        if (caller && audit !== 'none') {
          const facts = audit.facts({ input, parent, result: null });
          await record(context, caller, { ...facts, action: audit.action, outcome, durationMs: sinceMs() });
        } else if (caller && REFUSALS.has(outcome)) {
          const detail = { field: name };
          await record(context, caller, { action: 'access.refuse', outcome, detail, durationMs: sinceMs() });
        }
        throw error;
      }
      if (audit === 'none') return result;
      const caller = audit.caller ? audit.caller(result) : callerOf(context);
      if (!caller) return result;
      const facts = audit.facts({ input, parent, result: success === 'OK' ? result : null });
      const entry = { ...facts, action: audit.action, outcome: success, durationMs: sinceMs() };
      await record(context, caller, entry).catch((error) => {
        if (isStream(result)) void result[Symbol.asyncIterator]().return?.();
        throw field.parentType === 'Mutation' ? done(error) : error;
      });
      return result;
    };
  }

  private auditOf(field: Field<Types>): Auditing | undefined {
    return (field.pothosOptions as Extra).audit;
  }
}

/** A change can't be taken back because nobody could write it down. */
function done(cause: unknown): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    'What you asked for was done, but could not be written to the audit log. Look before you try again.',
    { retryAfterSeconds: 5, cause },
  );
}

SchemaBuilder.registerPlugin(NAME, AuditPlugin);
