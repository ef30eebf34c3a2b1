import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents, as data that nobody has to parse, with the types of what comes back. */
const typed = {
  preset: 'client' as const,
  presetConfig: { fragmentMasking: false },
  config: {
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    scalars: { DateTime: 'string', File: 'Blob' },
  },
};

const REQUESTS = 'web/src/**/requests.graphql';

/**
 * Types the operations of schema/operations for the tests, the demo and anyone's client, and those that lie beside the
 * features of the browser client.
 */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'schema/typed/': { ...typed, documents: ['schema/operations/*.graphql'] },
    'web/src/gql/': { ...typed, documents: ['web/src/**/*.graphql', `!${REQUESTS}`] },
    // What is sent without urql, as text: the page of somebody who signs in needs nothing that reads or prints GraphQL.
    'web/src/gql/requests/': {
      ...typed,
      documents: [REQUESTS, 'web/src/lib/session.graphql'],
      config: { ...typed.config, documentMode: 'string' },
    },
  },
};

export default config;
