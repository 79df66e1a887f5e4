package dev.symbio.tenants.tenant;

/** What a person is in one tenant. Somebody who works for two companies has roles of their own in each. */
public enum Role {
    /** Only in the operator tenant. */
    OPERATOR,
    ADMIN,
    CONTRACT_MANAGER,
    /** Machines that bring observations. */
    INTEGRATION,
    FINANCE,
    SALES,
    /** Supervises sales: confirms what is won, sets the rules of selling. */
    SALES_MANAGER,
    DELIVERY,
    CUSTOMER_SUCCESS,
    AUDITOR,
    VIEWER
}
