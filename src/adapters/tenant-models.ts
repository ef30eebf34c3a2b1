import type { SecretBox } from '../auth/secret-box.ts';
import type { Config } from '../config.ts';
import { createProviderModel } from '../models/provider-model.ts';
import { createPublicAgent } from '../models/public-agent.ts';
import { createTenantModels, type TenantModelsOptions } from '../models/tenant-models.ts';
import type { Logger } from '../ops/logging.ts';
import type { Directory } from '../store/directory.ts';
import { API_KEY_FIELD } from '../store/directory-records.ts';
import { modelEndpoints } from './model-endpoints.ts';
import { providerSettings, routeOf, TRIMMED } from './provider-settings.ts';

/** What answers each organisation: the model that it has chosen, else the deployment's. */
export function openTenantModels(
  config: Config,
  logger: Logger,
  parts: Pick<TenantModelsOptions, 'deployment' | 'quoting' | 'now'> & { directory: Directory; secrets: SecretBox },
): ReturnType<typeof createTenantModels> {
  const { directory, secrets, quoting, ...others } = parts;
  const { endpoints, defaultEndpoints } = modelEndpoints(config);
  const settings = providerSettings(config);
  const route = routeOf(config);
  const publicRoute = { ...route, dispatcher: createPublicAgent(route) };
  return createTenantModels({
    ...others,
    quoting,
    endpoints,
    defaultEndpoints,
    deploymentOrigin: settings.provider === 'QUOTING' ? null : new URL(settings.endpoint).origin,
    find: (id) => directory.findTenant(id),
    openApiKey: (tenantId, sealed) => secrets.open(sealed, { tenantId, field: API_KEY_FIELD }),
    create: (tenantId, own) =>
      createProviderModel(
        {
          ...own,
          contextTokens: own.provider === 'OLLAMA' ? config.ollama.contextTokens : config.models.contextTokens,
        },
        {
          chosenBy: 'ORGANIZATION',
          quoting,
          route: endpoints.mustBePublic(own.endpoint) ? publicRoute : route,
          // Some servers repeat the key that they refuse.
          onFailure: (problem) =>
            logger.warn({ tenantId }, own.apiKey ? problem.replaceAll(own.apiKey, '(key)') : problem),
          onTrimmed: (trimmed) => logger.warn({ tenantId, ...trimmed }, TRIMMED),
        },
      ),
  });
}
