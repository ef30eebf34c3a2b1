import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { Identity } from '../../src/auth/identity.ts';
import type { Context } from '../../src/context.ts';
import { tenantOpenerOf } from '../../src/graphql/tenant-opener.ts';
import { type DocumentId, type TenantId, toId } from '../../src/ids.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';

const NAME = 'tenantScope';
export default NAME;

type Resolve<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/** Everybody who ever called. */
const known = new Set<TenantId>();

/**
 * What a server does that looks things up by id alone: it asks who calls, and then opens whichever tenant has what the
 * client names. It stands in the real plugin's place to show that the isolation suite finds that.
 */
class NaivePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { access } = field.pothosOptions as { access?: string };
    return access ? { ...field, extensions: { ...field.extensions, access } } : field;
  }

  override wrapResolve(resolve: Resolve<Types>, field: PothosOutputFieldConfig<Types>): Resolve<Types> {
    return isGuarded(field) ? this.openAny(resolve) : resolve;
  }

  override wrapSubscribe(
    subscribe: Resolve<Types> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): Resolve<Types> | undefined {
    return subscribe && isGuarded(field) ? this.openAny(subscribe) : subscribe;
  }

  private openAny(resolve: Resolve<Types>): Resolve<Types> {
    return async (parent, args, context, info) => {
      const identity = this.builder.options.tenantScope.identify(context);
      const tenant = await openWhatIsNamed(context as Context, identity, args);
      Object.defineProperty(context, 'tenant', { value: tenant, configurable: true });
      return resolve(parent, args, context, info);
    };
  }
}

function isGuarded<Types extends SchemaTypes>({ extensions }: PothosOutputFieldConfig<Types>): boolean {
  const access = extensions?.['access'];
  return access !== undefined && access !== 'public';
}

async function openWhatIsNamed(context: Context, identity: Identity, args: object): Promise<ScopedTenant> {
  known.add(identity.tenantId);
  const ids = (JSON.stringify(args).match(/[0-9a-f]{32}/g) ?? []).map((id) => toId<DocumentId>(id));
  for (const tenantId of known) {
    const tenant = await tenantOpenerOf(context).open({ ...identity, tenantId });
    if ((await tenant.documents.findMany(ids)).length > 0) return tenant;
  }
  return await tenantOpenerOf(context).open(identity);
}

SchemaBuilder.registerPlugin(NAME, NaivePlugin as never);
