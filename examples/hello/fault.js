/**
 * Says for each request whether it is one of the share (0 to 1) that shall fail. Counts instead of rolling dice: of ten
 * requests with a share of 0.3 exactly three fail, each time.
 */
export function faultSwitch(share) {
  let requests = 0;
  return () => {
    requests += 1;
    return Math.floor(requests * share) > Math.floor((requests - 1) * share);
  };
}
