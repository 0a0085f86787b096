import { type ComponentChildren, createContext, type FunctionComponent } from 'preact';
import { useContext } from 'preact/hooks';
import { alarmPath, deliveryPath, releasePath } from './paths.ts';
import { UTC, type Zone } from './zone.ts';

export interface ReleaseLinkProps {
  service: string;
  number: number;
  class?: string;
  /** What it is called where its text alone does not tell. */
  label?: string;
  children: ComponentChildren;
}

export interface DeliveryLinkProps {
  service: string;
  class?: string;
  children: ComponentChildren;
}

/** Where a view is shown: on the page, where links lead to other pages, or elsewhere. */
export interface Setting {
  /** Up to when ages are counted, in epoch ms. Without it they go on, by the server's clock. */
  now?: number;
  zone: Zone;
  /** What leads to one release. */
  releaseLink: FunctionComponent<ReleaseLinkProps>;
  /** What leads to the delivery of one service. */
  deliveryLink: FunctionComponent<DeliveryLinkProps>;
  alarmUrl: (name: string) => string;
  /** What links have that lead out of what is shown. */
  outward: { target?: string; rel?: string };
}

const PAGE: Setting = {
  zone: UTC,
  releaseLink: ({ service, number, label, children, ...rest }) => (
    <a {...rest} href={releasePath({ service, number })} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </a>
  ),
  deliveryLink: ({ service, children, ...rest }) => (
    <a {...rest} href={deliveryPath(service)}>
      {children}
    </a>
  ),
  alarmUrl: alarmPath,
  outward: {},
};

const Context = createContext(PAGE);

/** Shows its children in another setting than the page's. */
export const SettingOf = Context.Provider;

export const useSetting = (): Setting => useContext(Context);

/** A release, to be looked at. */
export function ReleaseLink(props: ReleaseLinkProps) {
  const { releaseLink: Link } = useSetting();
  return <Link {...props} />;
}

/** How well one service is delivered, to be looked at. */
export function DeliveryLink(props: DeliveryLinkProps) {
  const { deliveryLink: Link } = useSetting();
  return <Link {...props} />;
}
