/** Reads what a Postgres client writes to its server, and tells the statements in it. */

/** The code of the message that opens a session; messages before it (TLS, cancelling) have codes of their own. */
const PROTOCOL_3 = 196_608;
const STARTUP_HEADER = 8;
const HEADER = 5;

export class FrontendMessages {
  private buffer = Buffer.alloc(0);
  private started: boolean;
  /** By name, the text of prepared statements. */
  private readonly statements = new Map<string, string>();
  /** By name, the text of bound statements. */
  private readonly portals = new Map<string, string>();
  /** Statements that have been told when they were parsed, in what the client has written since it last waited. */
  private readonly told = new Set<string>();
  private readonly sent: (statement: string) => void;

  /** `started`: the session is open already, as it is within one process. */
  constructor(sent: (statement: string) => void, { started = false } = {}) {
    this.sent = sent;
    this.started = started;
  }

  /** Takes the next piece of the stream, wherever it is cut. */
  read(data: Uint8Array): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    while (this.started ? this.message() : this.startup());
  }

  private startup(): boolean {
    if (this.buffer.length < STARTUP_HEADER) return false;
    const length = this.buffer.readInt32BE(0);
    if (this.buffer.length < length) return false;
    this.started = this.buffer.readInt32BE(4) === PROTOCOL_3;
    this.buffer = this.buffer.subarray(length);
    return true;
  }

  private message(): boolean {
    if (this.buffer.length < HEADER) return false;
    const end = this.buffer.readInt32BE(1) + 1;
    if (this.buffer.length < end) return false;
    this.tell(this.buffer.toString('latin1', 0, 1), this.buffer.subarray(HEADER, end));
    this.buffer = this.buffer.subarray(end);
    return true;
  }

  private tell(type: string, body: Buffer): void {
    const [first = '', second = ''] = strings(body);
    switch (type) {
      case 'Q':
        this.sent(first);
        return;
      case 'P':
        this.statements.set(first, second);
        this.told.add(second);
        this.sent(second);
        return;
      case 'B':
        this.portals.set(first, this.statements.get(second) ?? '');
        return;
      case 'E': {
        const statement = this.portals.get(first) ?? '';
        if (!this.told.delete(statement)) this.sent(statement);
        return;
      }
      case 'H':
      case 'S':
        this.told.clear();
        return;
      default:
    }
  }
}

/** The first two strings of a message, each of which ends with a zero byte. */
function strings(body: Buffer): readonly string[] {
  const end = body.indexOf(0);
  return [body.toString('utf8', 0, end), body.toString('utf8', end + 1, Math.max(end + 1, body.indexOf(0, end + 1)))];
}
