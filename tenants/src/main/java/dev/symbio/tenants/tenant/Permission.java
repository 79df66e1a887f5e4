package dev.symbio.tenants.tenant;

/** What an endpoint asks for. A permission holds in the caller's own tenant; what is shared is decided by the entity. */
public enum Permission {
    TENANT_READ,
    /** Calendar and members. */
    TENANT_MANAGE,
    TENANT_CREATE,
    CONTRACT_READ,
    /** Draft, offer, counter, sign, amend, retire. */
    CONTRACT_NEGOTIATE,
    /** Record observations, complete a backfill, close periods. */
    CONTRACT_OBSERVE,
    /** Dispute, accept, exclusions. */
    CONTRACT_SETTLE,
    /** Acknowledge, confirm payment, webhooks. */
    FINANCE,
    /** Event history. */
    AUDIT_READ,
    /** Dead letters and what else keeps the platform running. */
    OPERATE
}
