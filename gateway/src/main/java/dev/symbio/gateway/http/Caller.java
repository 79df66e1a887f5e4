package dev.symbio.gateway.http;

import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Permission;
import java.util.Set;

/** Who is calling, as verified, and what its roles in its own tenant permit. */
public record Caller(Principal principal, Set<Permission> permissions) {
    public TenantId tenant() {
        return principal.tenant();
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
