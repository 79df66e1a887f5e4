package dev.symbio.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids of what a POST creates: the same tenant and Idempotency-Key always name the same thing, so a repeat makes nothing. */
public final class DerivedIds {
    private DerivedIds() {}

    public static UUID of(Call<?> call) {
        return UUID.nameUUIDFromBytes((call.tenant() + "|" + call.key()).getBytes(StandardCharsets.UTF_8));
    }
}
