import { Notice } from '#views/parts/notice.tsx';

/** Mistakes in the parameters, and where it says what they are. */
export const Mistakes = ({ mistakes }: { mistakes: string[] }) => (
  <Notice tone="waiting">
    <strong>This widget's parameters are not understood.</strong>
    <ul class="plain">
      {mistakes.map((mistake) => (
        <li key={mistake}>{mistake}</li>
      ))}
    </ul>
    Edit the widget: "Get documentation" in its editor says what may stand there.
  </Notice>
);

export const Strange = ({ sentences }: { sentences: string[] }) =>
  sentences.length === 0 ? null : (
    <Notice tone="waiting">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Notice>
  );
