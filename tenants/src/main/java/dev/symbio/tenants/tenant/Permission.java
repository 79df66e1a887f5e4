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
    OPPORTUNITY_READ,
    /** Create, record contacts and artefacts, move stages. */
    OPPORTUNITY_WORK,
    /** The human confirmation without which nothing is won. */
    OPPORTUNITY_CONFIRM,
    JOURNEY_READ,
    /** Accept, start, pause, deliver and judge tasks. */
    JOURNEY_WORK,
    /** Start and cancel journeys. */
    JOURNEY_MANAGE,
    COMMITMENT_READ,
    /** Draft, change, propose to waive, record obstacles. */
    COMMITMENT_MANAGE,
    COMMITMENT_SIGN,
    TELEMETRY_RECORD,
    /** Stage gates, strategies, templates and digest times of the tenant. */
    CONFIGURE,
    /** The person's own notifications. */
    INBOX,
    /** Event history. */
    AUDIT_READ,
    /** Dead letters and what else keeps the platform running. */
    OPERATE
}
