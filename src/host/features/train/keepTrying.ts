import { toErrorValue } from '../../../protocol/engine/index.js';
import type { Services } from '../../core/services.js';

/**
 * Does what can break off. What went wrong is told, with *Try Again*, which does the same and asks nothing once more.
 * @param end called when it is done, or was left: what it works with is not needed any more
 */
export async function keepTrying(
  services: Pick<Services, 'report'>,
  work: () => Promise<void>,
  end: () => void = () => {},
): Promise<void> {
  try {
    await work();
    end();
  } catch (error) {
    if (toErrorValue(error).code === 'cancelled') end();
    services.report(error, () => void keepTrying(services, work, end));
  }
}
