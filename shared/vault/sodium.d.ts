// The few functions of sodium-native 5 that we call; the package itself has no types.
declare module 'sodium-native' {
  interface Sodium {
    /** Fills `ciphertext` (plain length + 16) with the encrypted bytes and their tag. Throws when a length is wrong. */
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      ciphertext: Uint8Array,
      plain: Uint8Array,
      associatedData: Uint8Array | null,
      secretNonce: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** Fills `plain` (ciphertext length - 16). Throws when a length is wrong or the tag does not verify. */
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      plain: Uint8Array,
      secretNonce: null,
      ciphertext: Uint8Array,
      associatedData: Uint8Array | null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** ChaCha20-Poly1305 of RFC 8439, nonce of 12 bytes; otherwise as above. */
    crypto_aead_chacha20poly1305_ietf_encrypt(
      ciphertext: Uint8Array,
      plain: Uint8Array,
      associatedData: Uint8Array | null,
      secretNonce: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    crypto_aead_chacha20poly1305_ietf_decrypt(
      plain: Uint8Array,
      secretNonce: null,
      ciphertext: Uint8Array,
      associatedData: Uint8Array | null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** BLAKE2b of `input` into `output` (16 to 64 bytes), keyed when a key of 16 to 64 bytes is given. */
    crypto_generichash(output: Uint8Array, input: Uint8Array, key?: Uint8Array): void;
  }
  const sodium: Sodium;
  export default sodium;
}
