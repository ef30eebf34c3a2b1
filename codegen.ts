import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types the operations of schema/operations for the tests, the demo and anyone's client. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: ['schema/operations/*.graphql'],
  importExtension: '.ts',
  generates: {
    'schema/typed/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { DateTime: 'string', File: 'Blob' },
      },
    },
  },
};

export default config;
