/** What one turn of the event loop may take of messages that came in together. */
const SLICE_MS = 5;

/**
 * Hands messages on in the order of their coming. Those that come in together would be worked on in one turn of the event
 * loop, with all that waits for them; once a turn has taken its time, each of the others gets a turn of its own.
 */
export function createPacedHandler<Message>(handle: (message: Message) => void): (message: Message) => void {
  const waiting: Message[] = [];
  let turnEnd: number | null = null;

  const onTurn = () => {
    turnEnd = null;
    if (waiting.length === 0) return;
    // What waits for it runs behind this function: how long that takes can't be seen here.
    begin(0);
    handle(waiting.shift() as Message);
  };
  const begin = (ms: number) => {
    turnEnd = performance.now() + ms;
    setImmediate(onTurn);
  };
  return (message) => {
    if (turnEnd === null) begin(SLICE_MS);
    if (waiting.length > 0 || performance.now() > (turnEnd ?? 0)) waiting.push(message);
    else handle(message);
  };
}
