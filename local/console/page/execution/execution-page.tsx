import { ExecutionView } from './execution-view.tsx';

/** An execution at the address that AWS's own console has for it. */
export const ExecutionPage = ({ arn }: { arn: string }) => (
  <>
    <nav class="crumbs" aria-label="Breadcrumb">
      <a href="/">Services</a> <span aria-hidden="true">/</span> Executions
    </nav>
    <ExecutionView arn={arn} isPage />
  </>
);
