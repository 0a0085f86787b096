import type { Check, Facts } from './facts.ts';

/** A03, L11: so often may one effect be asked for, whatever fails and however many layers try again. */
const MOST = 9;

/** Calls that change something in AWS, with what they are for: `start-deployment hello#2/staging/hello fleet.deploy`. */
const EFFECT = /^(.* )?(fleet\.(deploy|stop|register)|codebuild\.startBuild)$/;

/** L11: layers of retries do not multiply. Invocations that come twice, and executions started again by a person, count anew. */
export function attempts({ sim, measure, violate }: Facts): Check {
  return {
    atEnd() {
      const { plan } = sim;
      const again = Object.entries(plan.injected()).filter(([, fault]) => fault.startsWith('twice')).length;
      for (const [site, times] of plan.visits()) {
        if (!EFFECT.test(site)) continue;
        measure('L11 attempts of one effect', times);
        const isDriven = sim.executionsByHand + again === 0;
        if (isDriven && times > MOST) violate('L11', `${site} was tried ${times} times`);
      }
    },
  };
}
