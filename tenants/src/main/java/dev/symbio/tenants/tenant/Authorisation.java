package dev.symbio.tenants.tenant;

import static dev.symbio.tenants.tenant.Permission.AUDIT_READ;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_NEGOTIATE;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_OBSERVE;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_READ;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_SETTLE;
import static dev.symbio.tenants.tenant.Permission.OPERATE;
import static dev.symbio.tenants.tenant.Permission.TENANT_CREATE;
import static dev.symbio.tenants.tenant.Permission.TENANT_MANAGE;
import static dev.symbio.tenants.tenant.Permission.TENANT_READ;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The one table of which role may do what. What is not in it is forbidden. */
public final class Authorisation {
    /** The operator runs the platform but reads no contract: those belong to the companies. */
    private static final Map<Role, Set<Permission>> TABLE = new EnumMap<>(Map.of(
            Role.OPERATOR, EnumSet.of(TENANT_READ, TENANT_MANAGE, TENANT_CREATE, AUDIT_READ, OPERATE),
            Role.ADMIN, EnumSet.of(TENANT_READ, TENANT_MANAGE, CONTRACT_READ, AUDIT_READ),
            Role.CONTRACT_MANAGER,
                    EnumSet.of(
                            TENANT_READ,
                            CONTRACT_READ,
                            CONTRACT_NEGOTIATE,
                            CONTRACT_OBSERVE,
                            CONTRACT_SETTLE,
                            AUDIT_READ),
            Role.INTEGRATION, EnumSet.of(TENANT_READ, CONTRACT_READ, CONTRACT_OBSERVE),
            Role.FINANCE, EnumSet.of(TENANT_READ, CONTRACT_READ, Permission.FINANCE),
            Role.AUDITOR, EnumSet.of(TENANT_READ, CONTRACT_READ, AUDIT_READ),
            Role.VIEWER, EnumSet.of(TENANT_READ, CONTRACT_READ)));

    private Authorisation() {}

    public static boolean permits(Collection<Role> roles, Permission permission) {
        return roles.stream().anyMatch(role -> TABLE.get(role).contains(permission));
    }

    public static Set<Permission> permissions(Collection<Role> roles) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> all.addAll(TABLE.get(role)));
        return Collections.unmodifiableSet(all);
    }
}
