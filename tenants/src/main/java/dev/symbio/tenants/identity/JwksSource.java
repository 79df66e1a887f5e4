package dev.symbio.tenants.identity;

import java.util.concurrent.CompletionStage;

/** Gets an issuer's JSON Web Key Set (RFC 7517) as it is now. */
@FunctionalInterface
public interface JwksSource {
    CompletionStage<String> fetch();
}
