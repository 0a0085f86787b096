import { adopt } from './adopt.ts';
import { approve } from './approve.ts';
import { cancel } from './cancel.ts';
import { deploy } from './deploy.ts';
import { emergency } from './emergency.ts';
import { fixForward } from './fix-forward.ts';
import { freeze, unfreeze } from './freeze.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';
import { pardon } from './pardon.ts';
import { resume } from './resume.ts';
import { rollback } from './rollback.ts';

/** What becomes of an order whose giver may give it. Reads only. */
export async function decide(ports: ObeyPorts, order: OrderContext): Promise<Decided> {
  const { command } = order;
  switch (command.kind) {
    case 'deploy':
      return deploy(ports, { ...order, command });
    case 'approve':
    case 'reject':
      return approve(ports, { ...order, command });
    case 'cancel':
      return cancel(ports, { ...order, command });
    case 'rollback':
      return rollback(ports, { ...order, command });
    case 'resume':
      return resume(ports, { ...order, command });
    case 'adopt':
      return adopt(ports, { ...order, command });
    case 'fix-forward':
      return fixForward(ports, { ...order, command });
    case 'freeze':
      return freeze(ports, { ...order, command });
    case 'unfreeze':
      return unfreeze(ports, { ...order, command });
    case 'emergency':
      return emergency(ports, { ...order, command });
    case 'pardon':
      return pardon(ports, { ...order, command });
    default:
      return command satisfies never;
  }
}
