import { sayAsked } from '#core/commands/say-asked.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { Ago } from '../parts/time.tsx';

/** What nobody new may enter, and until when. */
export const Freezes = ({ freezes }: { freezes: Freeze[] }) =>
  freezes.length === 0 ? null : (
    <ul class="freezes" aria-label="Freezes">
      {freezes.map((freeze) => (
        <li class="stage-note tone-waiting" key={`${freeze.service} ${freeze.stage}`}>
          <strong>Frozen:</strong> {sayAsked({ kind: 'freeze', command: { ...freeze } }).replace(/^freeze /, '')}, by{' '}
          <bdi>{freeze.by}</bdi> <Ago at={freeze.at} />: {freeze.reason}
        </li>
      ))}
    </ul>
  );
