import type middy from '@middy/core';
import { countMetrics } from '#functions/compose/count-metrics.ts';
import { Notice } from '#views/parts/notice.tsx';
import { parseViewer } from './parse-viewer.ts';
import { renderWidget } from './render-widget.tsx';

/**
 * Turns a fault into a widget that says so: CloudWatch would show a viewer no more than that there was an error. What it was is in the log, and
 * counted.
 */
export const answerFault = (): middy.MiddlewareObj => ({
  onError: (request) => {
    const now = Date.now();
    const { invokedFunctionArn, awsRequestId, functionName } = request.context as unknown as Record<string, string>;
    console.log(countMetrics({ FailedWidgets: 1 }, { error: request.error?.name }, now));
    request.response = renderWidget(
      { viewer: parseViewer(request.event), now, pages: { alarm: String }, endpoint: invokedFunctionArn ?? '' },
      <Notice tone="bad">
        <strong>Bakewatch cannot show this now</strong> ({request.error?.name ?? 'unknown'}). That says nothing about
        releases: they go on. Refresh the widget; if it stays, the log of {functionName} has the reason, under the
        request {awsRequestId}.
      </Notice>,
    );
  },
});
