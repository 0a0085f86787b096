import { useEffect, useRef, useState } from 'preact/hooks';
import type { Offer } from '#core/commands/offers.ts';
import { useAsked } from './asked.ts';
import { OrderForm } from './order-form.tsx';
import type { Outcome } from './send-order.ts';

/** The one dialog in which a person says who she is and why, reads what will happen, and sees what became of it. */
export function OrderDialog() {
  const [asked, close] = useAsked();
  const dialog = useRef<HTMLDialogElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    if (!asked) return;
    opener.current = document.activeElement;
    dialog.current?.showModal();
  }, [asked]);
  const closed = (): void => {
    close();
    // The button that opened it may be gone: focus must not be lost with it.
    if (!opener.current?.isConnected) document.getElementById('main')?.focus();
  };
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="order-title" aria-describedby="order-text" onClose={closed}>
      {asked ? <Asked offer={asked} leave={() => dialog.current?.close()} /> : null}
    </dialog>
  );
}

function Asked({ offer, leave }: { offer: Offer; leave: () => void }) {
  const [done, setDone] = useState<Outcome>();
  const { title, text } = offer.confirm;
  return (
    <>
      <h2 id="order-title">{title}</h2>
      <p id="order-text" class="dialog-text">
        {text}
      </p>
      {done ? <Done outcome={done} leave={leave} /> : <OrderForm offer={offer} leave={leave} done={setDone} />}
    </>
  );
}

function Done({ outcome, leave }: { outcome: Outcome; leave: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <>
      <p class="notice tone-good sentence" role="status">
        {outcome.message}
      </p>
      <div class="dialog-foot">
        <button type="button" class="button" ref={button} onClick={leave}>
          Close
        </button>
      </div>
    </>
  );
}
