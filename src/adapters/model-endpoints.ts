import { type Config, loadConfig } from '../config.ts';
import { createModelEndpoints, type ModelEndpoints } from '../lib/model-endpoints.ts';
import { addressOf } from '../models/ollama-address.ts';
import type { HostedProvider } from '../store/directory-records.ts';

/**
 * Where organisations may have models of their own, and where each provider is asked whose endpoint they leave out: at the
 * operator's own server, as it is without the operator's secrets.
 */
export function modelEndpoints({ models, ollama, openai, anthropic }: Config): {
  endpoints: ModelEndpoints;
  defaultEndpoints: Readonly<Record<HostedProvider, string>>;
} {
  const usual = loadConfig({});
  const servers = [
    {
      url: ollama.host,
      isOwn: true,
      hasSecret: addressOf(ollama.host) !== new URL(ollama.host).href.replace(/\/+$/, ''),
    },
    {
      url: openai.baseUrl,
      isOwn: models.language === 'openai' || openai.baseUrl !== usual.openai.baseUrl,
      hasSecret: openai.apiKey !== null,
    },
    {
      url: anthropic.baseUrl,
      isOwn: models.language === 'anthropic' || anthropic.baseUrl !== usual.anthropic.baseUrl,
      hasSecret: anthropic.apiKey !== null,
    },
  ].filter(({ isOwn }) => isOwn);
  const originOf = ({ url }: { url: string }) => new URL(url).origin;
  return {
    endpoints: createModelEndpoints({
      allowed: [...models.endpoints, ...servers.map(originOf)],
      withKey: servers.filter(({ hasSecret }) => hasSecret).map(originOf),
    }),
    defaultEndpoints: {
      OLLAMA: addressOf(ollama.host),
      OPENAI_COMPATIBLE: openai.baseUrl,
      ANTHROPIC: anthropic.baseUrl,
    },
  };
}
