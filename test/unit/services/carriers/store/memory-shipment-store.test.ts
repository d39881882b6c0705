import { createMemoryShipmentStore } from '#services/carriers/store/memory-shipment-store';
import { describeShipmentStore } from '../support/shipment-store-suite.js';

const store = createMemoryShipmentStore();

describeShipmentStore('what carriers keeps in memory', () => store);
