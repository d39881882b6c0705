import { createMemoryOrderStore } from '../support/memory-order-store.js';
import { describeOrderStore } from '../support/order-store-suite.js';

describeOrderStore('orders in memory', () => Promise.resolve(createMemoryOrderStore()));
