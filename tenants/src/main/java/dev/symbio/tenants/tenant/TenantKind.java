package dev.symbio.tenants.tenant;

/** What a company does in the ecosystem. */
public enum TenantKind {
    MANUFACTURER,
    DEALER,
    SERVICE_PROVIDER,
    LOGISTICS,
    /** Runs the platform; only the tenant {@code symbio}. */
    OPERATOR
}
