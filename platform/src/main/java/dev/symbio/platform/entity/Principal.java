package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Who acts: a subject, always in one tenant.
 *
 * @param onBehalfOf the subject it acts for, or null when it acts for itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Principal(String subject, TenantId tenant, String onBehalfOf) {
    /** The subject under which the platform itself acts: deadlines and processes. */
    public static final String SYSTEM = "system";

    /** The subject under which a process acts for its tenant where a party has to act. */
    public static final String AUTOMATION = "automation";

    public static Principal of(String subject, TenantId tenant) {
        return new Principal(subject, tenant, null);
    }

    public static Principal system(TenantId tenant) {
        return new Principal(SYSTEM, tenant, null);
    }

    public boolean isSystem() {
        return SYSTEM.equals(subject);
    }
}
