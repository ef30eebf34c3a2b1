import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  title: 'Sprachmodell',
  intro:
    'Welches Modell die Antworten dieser Organisation schreibt. Eine Änderung gilt für Fragen, die danach gestellt werden.',
  now: 'Zurzeit',
  context: (tokens) => `Liest und schreibt bis zu ${tokens} Token auf einmal.`,
  ask: 'Zum Ausprobieren eine Frage stellen',
  choice: 'Wählen',
  provider: 'Wer antwortet',
  providers: {
    DEPLOYMENT: [
      'Was der Betreiber eingerichtet hat',
      'Das Modell aller Organisationen hier, die kein anderes wählen.',
    ],
    OLLAMA: ['Ollama', 'Ein Server mit offenen Modellen, etwa ein eigener.'],
    OPENAI_COMPATIBLE: ['OpenAI oder ein Server, der so spricht', 'vLLM, llama.cpp, LM Studio und andere.'],
    ANTHROPIC: ['Anthropic', 'Oder ein Server, der so spricht.'],
    QUOTING: ['Kein Sprachmodell', 'Was in den Dokumenten antwortet, so wie es dort steht, mit Quelle.'],
  },
  sent: 'Fragen und die Passagen, die zu ihnen gehören, werden an diesen Server geschickt.',
  model: 'Modell',
  modelHint: (example) => `Wie es dort heißt, etwa ${example}.`,
  endpoint: 'Endpunkt',
  endpointHint:
    'Die Adresse des Servers mit ihrem Pfad. Leer: die übliche des Anbieters. Der Betreiber legt fest, welche Server gefragt werden dürfen (MODEL_ENDPOINTS).',
  key: 'API-Schlüssel',
  keyHint:
    'Wenn der Server einen verlangt. Er wird verschlüsselt aufbewahrt, nur an diesen Server geschickt und nie wieder gezeigt.',
  keyIsKept: 'Für diesen Server ist ein Schlüssel aufbewahrt',
  keys: {
    keep: 'Behalten',
    replace: 'Einen anderen angeben',
    remove: 'Entfernen',
  },
  keyGoes: 'Der aufbewahrte Schlüssel ist für einen anderen Server. Mit dem Speichern wird er entfernt.',
};
