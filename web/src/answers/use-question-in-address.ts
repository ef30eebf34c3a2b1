import { useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';

const PARAMETER = 'question';

/** Takes a question that a link brings into the field, once: it is sent by who has read it, and can be worded anew. */
export function useQuestionInAddress(write: (question: string) => void): void {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const question = new URLSearchParams(search).get(PARAMETER);
  useEffect(() => {
    if (question === null) return;
    write(question);
    const named = new URLSearchParams(search);
    named.delete(PARAMETER);
    navigate(named.size > 0 ? `${path}?${named}` : path, { replace: true });
  }, [navigate, path, question, search, write]);
}
