# What the token of the services and commands may do, for a keyring named "fulfilment" in the mount "transit".
# No rotation in the server, no export, no backup; the root key can be made and used, never destroyed.
path "transit/keys" {
  capabilities = ["list"]
}
path "transit/keys/fulfilment-root" {
  capabilities = ["create", "update", "read"]
}
path "transit/keys/fulfilment-epoch-*" {
  capabilities = ["create", "update", "read", "delete"]
}
path "transit/keys/fulfilment-store-*" {
  capabilities = ["create", "update", "read", "delete"]
}
path "transit/hmac/fulfilment-root/sha2-256" {
  capabilities = ["create", "update"]
}
path "transit/hmac/fulfilment-epoch-*" {
  capabilities = ["create", "update"]
}
