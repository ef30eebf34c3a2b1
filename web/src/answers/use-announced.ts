import { useEffect, useRef } from 'react';
import { announce } from '../ui/announcer.tsx';
import { type AnswerProgress, hasEnded } from './answer-progress.ts';
import { messages } from './messages.ts';
import { statusOf } from './turn.tsx';

const STILL_MS = 8_000;

/** Reads an answer out: that it is searched, from time to time that it is being written, and once all of it. */
export function useAnnounced(progress: AnswerProgress | null): void {
  const isGoing = progress !== null && !hasEnded(progress);
  const status = isGoing && progress.text === '' ? statusOf(progress) : null;
  const whole = progress?.phase === 'completed' ? (progress.answer ?? null) : null;
  const read = useRef(whole);
  useEffect(() => {
    if (status) announce(status);
  }, [status]);
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(() => announce(messages.stillWriting), STILL_MS);
    return () => clearInterval(timer);
  }, [isGoing]);
  useEffect(() => {
    if (!whole || read.current === whole) return;
    read.current = whole;
    announce(whole.answered ? whole.text : messages.notAnswered);
  }, [whole]);
}
