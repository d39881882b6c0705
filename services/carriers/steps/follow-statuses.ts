// What carriers report → progress of the order. A carrier is believed only about its own shipments.
import { carrierTopics } from '#schemas/generated/topics';
import type { Clock } from '#shared/domain/clock';
import { isPlausibleTime } from '#shared/domain/plausible-time';
import { parseShipmentRef } from '#shared/domain/refs';
import { deadLetter, ok, type Outcome } from '#shared/pipeline/outcome';
import type { Step } from '#shared/pipeline/step';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import type { CarriersDeps } from './carriers-deps.js';
import { advanceShipments, type ReportedStatus } from './advance-shipments.js';
import { NO_PATHS, progressRecord } from './progress-record.js';

/** @param carrierOf the carrier whose statuses topic this is */
export function createDecodeStatuses(
  deps: Pick<CarriersDeps, 'codec'>,
  carrierOf: (topic: string) => string | undefined,
): Step<IncomingRecord, ReportedStatus> {
  return async function decodeStatuses(items) {
    await deps.codec.ensureSchemas(items.map(({ record }) => record.value));
    return items.map(({ record }) => decodeOne(deps.codec, record, carrierOf(record.topic)));
  };
}

function decodeOne(
  codec: CarriersDeps['codec'],
  record: IncomingRecord,
  carrierId: string | undefined,
): Outcome<ReportedStatus> {
  const { key, value } = record;
  if (value === null || value.length === 0) return deadLetter('VALUE_EMPTY');
  if (carrierId === undefined) return deadLetter('CARRIER_UNKNOWN');
  const decoded = codec.decode(value, carrierTopics(carrierId).statuses);
  if (decoded.kind === 'refused') return deadLetter(decoded.code, decoded.fieldPaths);
  // A carrier has no reason to tell us more than this: what came with it may be about a person.
  if (decoded.unknownFields.length > 0) return deadLetter('FIELD_UNKNOWN', decoded.unknownFields);
  if (key === null || key.length === 0) return deadLetter('KEY_MISSING');
  const shipmentRef = parseShipmentRef(decoded.value.shipmentRef);
  if (shipmentRef === undefined) return deadLetter('FIELD_INVALID', ['shipmentRef']);
  if (key.toString('utf8') !== shipmentRef) return deadLetter('KEY_MISMATCH', ['shipmentRef']);
  // The clocks of deletion run from this time: a wrong unit would start them in another century.
  if (!isPlausibleTime(decoded.value.occurredAt)) return deadLetter('FIELD_INVALID', ['occurredAt']);
  return ok({ carrierId, shipmentRef, status: decoded.value });
}

export interface MatchDeps extends CarriersDeps {
  /** The time in which retention runs. */
  readonly clock: Clock;
}

/** What carriers say of parcels they do not have any more, or never had, is refused; what counts is written down before anybody hears of it. */
export function createMatchShipments(deps: MatchDeps): Step<ReportedStatus, OutgoingRecord> {
  return async function matchShipments(items) {
    const reports = items.map(({ value }) => value);
    const known = await advanceShipments(deps.store, reports);
    const policyVersion = deps.policy.current().version;
    const nowMs = deps.clock.nowMs();
    return reports.map(({ carrierId, shipmentRef, status }): Outcome<OutgoingRecord> => {
      const shipment = known.get(shipmentRef);
      if (shipment === undefined) return deadLetter('SHIPMENT_UNKNOWN', ['shipmentRef']);
      // Not attributed to the order: the foreign carrier's report must not be sealed with a key that somebody else's erasure destroys.
      if (shipment.carrierId !== carrierId) return deadLetter('SHIPMENT_FOREIGN', ['shipmentRef']);
      const { orderRef, parcel, parcels, erased, stage } = shipment;
      if (erased) return deadLetter('ORDER_ERASED', [], orderRef);
      if (stage === 'withdrawn') return deadLetter('SHIPMENT_WITHDRAWN', ['shipmentRef'], orderRef);
      return ok(
        progressRecord(deps, {
          orderRef,
          shipmentRef,
          carrierId,
          parcel,
          parcels,
          state: status.status,
          reasonCode: null,
          policyVersion,
          // A clock that is ahead must not keep an order longer: what is reported has happened by now.
          at: Math.min(status.occurredAt, nowMs),
          fieldPaths: NO_PATHS,
        }),
      );
    });
  };
}
