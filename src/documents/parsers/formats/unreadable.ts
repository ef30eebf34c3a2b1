/** Why a file could not be read, as its reader or the process around it found out. */
export const UNREADABLE = {
  ENCRYPTED: 'It is protected by a password. Save it without one, and send that.',
  RIGHTS_MANAGED: 'It is copy-protected (DRM), and only the program that it was bought for can read it.',
  DAMAGED:
    'It is damaged, or not what its name says. Open it in the program that it comes from, save it anew, and send that.',
  SCANNED:
    'It is scanned: its pages are pictures, without text. Run text recognition (OCR) over it, and send what that makes.',
  NO_UNICODE:
    'Its fonts do not say which letters they show, so its text can only be read by text recognition (OCR). Run that over it, and send what it makes.',
  NO_TEXT: 'There is no text in it.',
  TOO_DEEP: 'Its parts are nested too deeply in each other.',
  TOO_MANY_PARTS: 'It consists of too many parts.',
  TOO_MANY_PAGES: 'It has too many pages. Split it, and send the parts.',
  TOO_LARGE_UNPACKED: 'Unpacked, it is too large. Split it, and send the parts.',
  OUTPUT: 'It holds too much text for one document. Split it, and send the parts.',
  TIME: 'Reading it took too long. Split it, or save it in a simpler form, and send that.',
  MEMORY: 'Reading it took too much memory. Split it, or save it in a simpler form, and send that.',
  CRASHED: 'It could not be read: its reader stopped unexpectedly. Save it in another form, and send that.',
} as const;

/** Why a file could not be read. */
export type UnreadableReason = keyof typeof UNREADABLE;

/** A reader refuses a file. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly reason: UnreadableReason;

  /** @param detail for the log of who looks for the cause; readers of the document see the reason's sentence alone */
  constructor(reason: UnreadableReason, detail?: string) {
    super(detail ?? UNREADABLE[reason]);
    this.reason = reason;
  }
}
