import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Command } from '#core/commands/command.ts';
import type { Offer } from '#core/commands/offers.ts';
import { Notice } from '#views/parts/notice.tsx';
import { serverNow } from '#views/server-time.ts';
import { FREEZE_LENGTHS } from './freeze-lengths.ts';
import { keepName, ownName } from './own-name.ts';
import { type Outcome, sendOrder } from './send-order.ts';

interface OrderFormProps {
  offer: Offer;
  leave: () => void;
  /** Called when it was done; whatever else becomes of it is said here. */
  done: (outcome: Outcome) => void;
}

/** Who, why, and for a freeze how long. */
export function OrderForm({ offer, leave, done }: OrderFormProps) {
  const [by, setBy] = useState(ownName);
  // The dialog begins with the first field that is empty.
  const [isNew] = useState(by === '');
  const [reason, setReason] = useState('');
  const [forMs, setForMs] = useState<number>();
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [id, setId] = useState(() => crypto.randomUUID());
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isSending) return;
    setSending(true);
    keepName(by.trim());
    const command = withEnd(offer.command, forMs);
    const became = await sendOrder({ id, by: by.trim(), reason: reason.trim(), command, seen: offer.seen });
    setSending(false);
    if (became.kind === 'done') return done(became);
    // Only an order whose answer is not known is sent again as the same one: then it is never done twice.
    if (became.kind === 'refused') setId(crypto.randomUUID());
    setOutcome(became);
  };
  return (
    <form onSubmit={send}>
      <Field label="Your name" note="as the history shows it; this browser remembers it">
        <input
          value={by}
          onInput={(event) => setBy(event.currentTarget.value)}
          required
          maxLength={100}
          autocomplete="name"
          autofocus={isNew}
        />
      </Field>
      {offer.command.kind === 'freeze' ? <FreezeEnd set={setForMs} /> : null}
      <Field label="Reason" note="one line; it is kept for ever">
        <input
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
          required
          maxLength={1_000}
          autocomplete="off"
          autofocus={!isNew}
        />
      </Field>
      <div role="alert">{outcome ? <Refused outcome={outcome} /> : null}</div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={leave}>
          Leave it
        </button>
        <button type="submit" class={`button button-${offer.style} is-chosen`} aria-disabled={isSending}>
          {isSending ? 'Sending…' : offer.confirm.yes}
        </button>
      </div>
    </form>
  );
}

const Refused = ({ outcome: { kind, message } }: { outcome: Outcome }) => (
  <Notice tone={kind === 'unsure' ? 'waiting' : 'bad'}>
    <strong>{kind === 'unsure' ? 'Not known to be done.' : 'Nothing was done.'}</strong>{' '}
    <span class="sentence">{message}</span>
    {kind === 'unsure' ? ' Send it again: it is never done twice.' : null}
  </Notice>
);

interface FieldProps {
  label: string;
  note: string;
  children: ComponentChildren;
}

const Field = ({ label, note, children }: FieldProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
  <label class="field">
    <span class="field-label">
      {label} <span class="muted small">{note}</span>
    </span>
    {children}
  </label>
);

const FreezeEnd = ({ set }: { set: (ms: number | undefined) => void }) => (
  <Field label="For how long" note="it can be lifted earlier">
    <select onChange={(event) => set(FREEZE_LENGTHS[event.currentTarget.selectedIndex]?.ms)}>
      {FREEZE_LENGTHS.map(({ say }) => (
        <option key={say}>{say}</option>
      ))}
    </select>
  </Field>
);

const withEnd = (command: Command, forMs: number | undefined): Command =>
  command.kind === 'freeze' && forMs !== undefined ? { ...command, until: Math.round(serverNow() + forMs) } : command;
