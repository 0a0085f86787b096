import type { JSX } from 'preact';
import { type Mrkdwn, parseMrkdwn, parsePlain } from '../../slack/parse-mrkdwn.ts';

interface SlackText {
  type?: string;
  text?: string;
  emoji?: boolean;
}

interface SlackButton {
  text?: SlackText;
  confirm?: { text?: SlackText };
}

/** One block of Slack's Block Kit, as far as our messages use it; of anything else its type is shown. */
export function Block({ block }: { block: Record<string, unknown> }) {
  const { type, text, elements, fields } = block as {
    type: string;
    text?: SlackText;
    elements?: SlackText[];
    fields?: SlackText[];
  };
  switch (type) {
    case 'header':
      return <p class="block-header">{text ? <Text text={text} /> : null}</p>;
    case 'section':
      return (
        <div class="block-section">
          {text ? <Text text={text} /> : null}
          {fields?.map((field, i) => (
            <p key={i}>
              <Text text={field} />
            </p>
          ))}
        </div>
      );
    case 'context':
      return (
        <div class="block-context">
          {elements?.map((element, i) => (
            <Text key={i} text={element} />
          ))}
        </div>
      );
    case 'actions':
      return <Actions buttons={elements as SlackButton[] | undefined} />;
    case 'divider':
      return <hr />;
    default:
      return <p class="muted">[{String(type)}]</p>;
  }
}

/** Seen, not pressed: only a click that Slack has signed is somebody's. */
const Actions = ({ buttons = [] }: { buttons?: SlackButton[] | undefined }) => (
  <div class="block-actions">
    {buttons.map(({ text, confirm }, i) => (
      <button key={i} type="button" disabled title={confirm?.text?.text}>
        {text ? <Text text={text} /> : null}
      </button>
    ))}
  </div>
);

const Text = ({ text }: { text: SlackText }) => <span>{piecesOf(text).map(show)}</span>;

function piecesOf({ type, text = '', emoji = false }: SlackText): Mrkdwn[] {
  if (type === 'mrkdwn') return parseMrkdwn(text);
  return emoji ? parsePlain(text) : [{ kind: 'text', text }];
}

function show(piece: Mrkdwn): JSX.Element | string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'code':
      return <code>{piece.text}</code>;
    case 'emoji':
      return (
        <span role="img" aria-label={piece.name.replaceAll('_', ' ')}>
          {piece.text}
        </span>
      );
    case 'bold':
      return <strong>{piece.inside.map(show)}</strong>;
    case 'link':
      return <a href={piece.href}>{piece.inside.map(show)}</a>;
    default:
      return piece satisfies never;
  }
}
