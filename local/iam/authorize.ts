import type { Facts } from './asks/ask.ts';
import type { ServiceCall } from './service-call.ts';

/** Who calls: a function or a state machine under its own role, or one of them under a role that it has assumed. */
export interface Principal {
  kind: 'function' | 'state-machine' | 'role';
  name: string;
}

/** Why a call is not carried out. */
export interface Refusal {
  /** Denied by IAM, in AWS's words; or it is not known here what IAM is asked for such a call. */
  kind: 'denied' | 'unmapped';
  message: string;
}

/** Decides a call before it is carried out: undefined lets it through. */
export type Authorize = (principal: Principal, call: ServiceCall, facts: Facts) => Refusal | undefined;
