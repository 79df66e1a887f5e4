package dev.symbio.gateway.tenants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What goes in and out of the redaction endpoints. */
final class RedactionViews {
    private RedactionViews() {}

    /** @param reason why; 1 to 200 characters. It stays, so it should name nobody */
    record RedactionOrder(String reason) {}

    /**
     * That a person's data was destroyed.
     *
     * @param person how the person is called where its name was
     * @param tenant of whoever wanted it
     * @param by who that was; absent when it is another tenant than the reader's
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RedactionView(String person, Instant at, String reason, TenantId tenant, @Nullable String by) {}
}
