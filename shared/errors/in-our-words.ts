// For callers outside of our programs: whatever went wrong bears a code of the catalogue, with the foreign error as its cause.
import { classify } from './classify.js';
import { FulfilmentError, isFulfilmentError } from './fulfilment-error.js';

/** To be given to `catch`. @throws always */
export function throwInOurWords(error: unknown): never {
  throw isFulfilmentError(error) ? error : new FulfilmentError(classify(error).code, {}, { cause: error });
}
