// How fast past orders are judged: `node --conditions=source --import tsx test/bench/micro/backtest.ts`.
import { backtestPerSecond } from '../stages/backtest.js';

for (const orders of [50_000, 200_000]) {
  const perSecond = Math.round(backtestPerSecond(orders)).toLocaleString('en');
  process.stdout.write(`${orders.toLocaleString('en').padStart(9)} past orders ${perSecond.padStart(9)} orders/s\n`);
}
