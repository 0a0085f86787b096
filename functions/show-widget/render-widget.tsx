import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { releaseId } from '#core/release/release.ts';
import type { Pages } from '#functions/steps/console-pages.ts';
import { type DeliveryLinkProps, type ReleaseLinkProps, SettingOf } from '#views/setting.tsx';
import { Call, EndpointOf } from './call.tsx';
import type { Viewer } from './parse-viewer.ts';
import { STYLE } from './style.ts';

export interface Surroundings {
  viewer: Viewer;
  /** Ages are counted to here, in epoch ms. */
  now: number;
  pages: Pick<Pages, 'alarm'>;
  /** This function's ARN. */
  endpoint: string;
}

/** Narrower than this, columns go below each other. */
const NARROW = 520;

/**
 * What a widget shows, as the HTML that the dashboard takes. Every text goes through Preact, which escapes it; what is put beside it is ours.
 * CloudWatch removes scripts from it, so nothing here may need one.
 */
export function renderWidget({ viewer, now, pages, endpoint }: Surroundings, content: ComponentChildren): string {
  const names = `bw bw-${viewer.theme}${viewer.width < NARROW ? ' bw-narrow' : ''}`;
  const setting = {
    now,
    zone: viewer.zone,
    releaseLink: PopUp,
    deliveryLink: InPlace,
    alarmUrl: pages.alarm,
    outward: { target: '_blank', rel: 'noopener noreferrer' },
  };
  const body = renderToString(
    <SettingOf value={setting}>
      <EndpointOf value={endpoint}>
        <div class={names}>{content}</div>
      </EndpointOf>
    </SettingOf>,
  );
  return `<div class="cwdb-no-default-styles"></div><style>${STYLE}</style>${body}`;
}

/** A release is shown over the dashboard: a widget may be small, and what it shows stays. */
const PopUp = ({ service, number, label, children, ...rest }: ReleaseLinkProps) => (
  <Call {...rest} params={{ show: 'release', release: releaseId({ service, number }) }} display="popup" label={label}>
    {children}
  </Call>
);

const InPlace = ({ service, children, ...rest }: DeliveryLinkProps) => (
  <Call {...rest} params={{ show: 'delivery', service }} display="widget">
    {children}
  </Call>
);
