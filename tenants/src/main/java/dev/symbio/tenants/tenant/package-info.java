/**
 * A tenant: one company with its working calendar and its people.
 *
 * <p>Life: the operator creates it, its administrators (or the operator) change the calendar and let members join, change
 * and leave. It is never deleted. To everybody else it does not exist: their commands answer {@code tenant.not-found}.
 *
 * <p>Invariants: the operator tenant {@code symbio} is the only one of kind OPERATOR and the only one with OPERATOR
 * roles; once a tenant has an administrator (the operator tenant: an operator) it always has one; at most
 * {@value dev.symbio.tenants.tenant.Tenant#MAX_MEMBERS} members; the calendar's version counts up with each change.
 *
 * <p>{@link dev.symbio.tenants.tenant.Tenant} is the state and its decisions, {@link
 * dev.symbio.tenants.tenant.Directory} a view of it that is cached for seconds, {@link
 * dev.symbio.tenants.tenant.TenantList} the read model, {@link dev.symbio.tenants.tenant.Authorisation} the one table
 * that says which role may do what.
 */
package dev.symbio.tenants.tenant;
