package dev.symbio.gateway.http;

import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Role;
import java.util.Set;

/**
 * Who is calling, as verified, and what its roles in its own tenant permit.
 *
 * @param roles none when the subject is no member of the tenant that its token names
 */
public record Caller(Principal principal, Set<Role> roles, Set<Permission> permissions) {
    public boolean isMember() {
        return !roles.isEmpty();
    }

    public TenantId tenant() {
        return principal.tenant();
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
