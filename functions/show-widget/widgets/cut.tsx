/** Says that services are not shown, and how they would be. */
export const Cut = ({ left }: { left: number }) =>
  left > 0 ? (
    <p class="cut">
      {left} more {left === 1 ? 'service is' : 'services are'} not shown: give a widget the parameter service.
    </p>
  ) : null;
