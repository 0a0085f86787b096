import { type ComponentChildren, createContext, h } from 'preact';
import { useContext } from 'preact/hooks';

/** The function's own ARN: what a link inside a widget has the dashboard call. */
const Endpoint = createContext('');
export const EndpointOf = Endpoint.Provider;

interface CallProps {
  /** The parameters of what is shown instead. */
  params: Record<string, string | number>;
  /** In the widget's place, or over the dashboard. */
  display: 'widget' | 'popup';
  class?: string;
  label?: string | undefined;
  children: ComponentChildren;
}

/**
 * A link that has the dashboard call this function once more. Without scripts that takes an element which says what a click on the one before
 * it does: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_interactivity.html
 */
export function Call({ params, display, class: name = '', label, children }: CallProps) {
  const endpoint = useContext(Endpoint);
  return (
    <>
      <a class={`call ${name}`.trim()} {...(label ? { 'aria-label': label } : {})}>
        {children}
      </a>
      {h('cwdb-action', { action: 'call', display, endpoint } as object, JSON.stringify(params))}
    </>
  );
}
