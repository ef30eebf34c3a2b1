import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  PothosSchemaError,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';
import { isAtLeast, type Role } from '../roles.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { type Field, isRootField, type Resolve } from './root-fields.ts';

/** Who may use a root field: anyone, or members of at least this role, whose tenant the resolver finds in `ctx.tenant`. */
export type Access = 'public' | Role;

/** How the plugin learns who calls, opens their tenant, and tells of a row that belongs to another. */
export interface TenantScopeOptions<Context> {
  /** @throws AppError `UNAUTHENTICATED` */
  identify(context: Context): Identity;
  /** The caller's tenant, as far as the caller may see it. */
  open(context: Context): Promise<ScopedTenant>;
  onBreach(context: Context, field: string): void;
}

interface Extra {
  /** Every root field names one, or the schema does not build. */
  access?: Access;
}

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      tenantScope: TenantScopePlugin<Types>;
    }
    interface SchemaBuilderOptions<Types extends SchemaTypes> {
      tenantScope: TenantScopeOptions<Types['Context']>;
    }
    // The generics repeat Pothos' own, in its order; TypeScript merges the interfaces only then.
    interface QueryFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveReturnShape,
    > extends Extra {}
    interface MutationFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveReturnShape,
    > extends Extra {}
    interface SubscriptionFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > extends Extra {}
  }
}

const NAME = 'tenantScope' as const;
export default NAME;

/** What the plugin keeps for each operation. */
interface Scope {
  tenant: ScopedTenant | null;
  opening: Promise<ScopedTenant> | null;
}

/**
 * Ties every operation to the caller's own tenant. On the way in, a root field that requires a tenant runs only with
 * the verified identity's own; on the way out, a row that bears another tenant's id stops the response.
 */
export class TenantScopePlugin<Types extends SchemaTypes> extends BasePlugin<Types, Scope> {
  override createRequestData(context: Types['Context']): Scope {
    const scope: Scope = { tenant: null, opening: null };
    Object.defineProperty(context, 'tenant', {
      get() {
        if (scope.tenant) return scope.tenant;
        throw new AppError('UNAUTHENTICATED', 'This needs a login.', { reason: 'MISSING' });
      },
    });
    return scope;
  }

  override onOutputFieldConfig(field: Field<Types>): Field<Types> {
    if (!isRootField(field)) return field;
    const access = this.accessOf(field);
    if (!access) {
      throw new PothosSchemaError(`${field.parentType}.${field.name} must say access: 'public' or the least role.`);
    }
    return { ...field, extensions: { ...field.extensions, access } };
  }

  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    const guarded: Resolve<Types> = isLeaf(field)
      ? resolve
      : async (parent, args, context, info) => {
          const value = await resolve(parent, args, context, info);
          this.checkRows(value, context, field);
          return value;
        };
    return this.behindTheDoor(guarded, field);
  }

  override wrapSubscribe(subscribe: Resolve<Types> | undefined, field: Field<Types>): Resolve<Types> | undefined {
    return subscribe && this.behindTheDoor(subscribe, field);
  }

  private behindTheDoor(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    const access = isRootField(field) ? this.accessOf(field) : 'public';
    if (!access || access === 'public') return resolve;
    return async (parent, args, context, info) => {
      const { identify, open } = this.builder.options.tenantScope;
      const identity = identify(context);
      if (!isAtLeast(identity.role, access)) {
        throw new AppError('FORBIDDEN', `This needs the role ${access} or higher; yours is ${identity.role}.`);
      }
      const scope = this.requestData(context);
      scope.opening ??= open(context);
      scope.tenant = await scope.opening;
      return resolve(parent, args, context, info);
    };
  }

  private accessOf(field: Field<Types>): Access | undefined {
    return (field.pothosOptions as Extra).access;
  }

  /** A plain error: masked for the client, an alarm for the operator. */
  private checkRows(value: unknown, context: Types['Context'], field: Field<Types>): void {
    for (const row of Array.isArray(value) ? value : [value]) {
      if (typeof row !== 'object' || row === null || !('tenantId' in row)) continue;
      if (row.tenantId === this.requestData(context).tenant?.tenantId) continue;
      const name = `${field.parentType}.${field.name}`;
      this.builder.options.tenantScope.onBreach(context, name);
      throw new Error(`A row of another tenant reached ${name}.`);
    }
  }
}

function isLeaf<Types extends SchemaTypes>(field: Field<Types>): boolean {
  const type = field.type.kind === 'List' ? field.type.type : field.type;
  return type.kind === 'Scalar' || type.kind === 'Enum';
}

SchemaBuilder.registerPlugin(NAME, TenantScopePlugin);
