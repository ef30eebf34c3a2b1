import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  PothosSchemaError,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';
import { isAtLeast, type Role } from '../roles.ts';
import type { TenantStore } from '../store/tenant-store.ts';

/** `public`: for anyone. `required`: only for members of a tenant, whose store the resolver then finds in `ctx.tenant`. */
export type TenantScope = 'required' | 'public';

/** How the plugin learns who calls, opens their tenant, and tells of a row that belongs to another. */
export interface TenantScopeOptions<Context> {
  /** @throws AppError `UNAUTHENTICATED` */
  identify(context: Context): Identity;
  open(context: Context): Promise<TenantStore>;
  onBreach(context: Context, field: string): void;
}

interface Extra {
  /** Every root field names one, or the schema does not build. */
  tenantScope?: TenantScope;
  /** The least role that may use this field. */
  role?: Role;
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

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;
type Field<Types extends SchemaTypes> = PothosOutputFieldConfig<Types>;

/** What the plugin keeps for each operation. */
interface Scope {
  tenant: TenantStore | null;
  opening: Promise<TenantStore> | null;
}

/**
 * Ties every operation to the caller's own tenant. On the way in, a root field that requires a tenant runs only with
 * the store of the verified identity's; on the way out, a row that bears another tenant's id stops the response.
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
    if (!ROOTS.has(field.parentType)) return field;
    const { tenantScope, role } = this.optionsOf(field);
    if (!tenantScope) {
      throw new PothosSchemaError(`${field.parentType}.${field.name} must say tenantScope: 'required' or 'public'.`);
    }
    return { ...field, extensions: { ...field.extensions, tenantScope, role: role ?? null } };
  }

  override wrapResolve(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    const guarded: Resolve<Types> = isLeaf(field)
      ? resolve
      : async (parent, args, context, info) => {
          const value = await resolve(parent, args, context, info);
          this.checkRows(value, context, field);
          return value;
        };
    return this.requiresTenant(field) ? this.behindTheDoor(guarded, field) : guarded;
  }

  override wrapSubscribe(subscribe: Resolve<Types> | undefined, field: Field<Types>): Resolve<Types> | undefined {
    return subscribe && this.requiresTenant(field) ? this.behindTheDoor(subscribe, field) : subscribe;
  }

  private behindTheDoor(resolve: Resolve<Types>, field: Field<Types>): Resolve<Types> {
    const { role } = this.optionsOf(field);
    return async (parent, args, context, info) => {
      const { identify, open } = this.builder.options.tenantScope;
      const identity = identify(context);
      if (role && !isAtLeast(identity.role, role)) {
        throw new AppError('FORBIDDEN', `This needs the role ${role} or higher; yours is ${identity.role}.`);
      }
      const scope = this.requestData(context);
      scope.opening ??= open(context);
      scope.tenant = await scope.opening;
      return resolve(parent, args, context, info);
    };
  }

  private requiresTenant(field: Field<Types>): boolean {
    return ROOTS.has(field.parentType) && this.optionsOf(field).tenantScope === 'required';
  }

  private optionsOf(field: Field<Types>): Extra {
    return field.pothosOptions as Extra;
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
