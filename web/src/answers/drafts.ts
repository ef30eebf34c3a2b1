import { useState } from 'react';
import type { Viewer } from '../ui/use-viewer.ts';

/** What somebody was writing in a conversation, or in a new one; kept until it is asked. */
export function useDraft({ user, tenant }: Viewer, conversationId: string | undefined) {
  const key = `carrel.draft.${tenant.id}.${user?.id}.${conversationId ?? 'new'}`;
  const [draft, setDraft] = useState({ key, text: read(key) });
  // Another conversation has another draft; the field stays.
  if (draft.key !== key) setDraft({ key, text: read(key) });
  const write = (text: string) => {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
    setDraft({ key, text });
  };
  return {
    draft: draft.key === key ? draft.text : read(key),
    setDraft: write,
    /** A question that was asked is no draft any more; what else was written meanwhile is. */
    clearDraft: (asked: string) => {
      if (read(key).trim() === asked) write('');
    },
  };
}

const read = (key: string) => localStorage.getItem(key) ?? '';
