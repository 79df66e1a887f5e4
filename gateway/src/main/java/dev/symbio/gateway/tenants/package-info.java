/**
 * Companies over HTTP: the operator brings them in, each sees and manages itself. To everyone else a company does not
 * exist. The rules are those of {@link dev.symbio.tenants.tenant.Tenant}; here is only what goes in and out.
 */
package dev.symbio.gateway.tenants;
